using System.Collections.Frozen;

namespace Atlas.Sandbox.Meta;

/// <summary>An app as the developer dashboard knows it. Instagram Login and Threads have an app id and secret of their own.</summary>
/// <param name="Login">facebook, instagram or threads.</param>
internal sealed record MetaApp(string Id, string Secret, string Name, string Login)
{
    public bool IsInstagram => Login is "instagram";
}

internal sealed class MetaApps(IEnumerable<MetaApp> others)
{
    public static readonly MetaApp Facebook = new("1200000000000001", "sim_app_secret_1", "Atlas sandbox app", "facebook");

    public static readonly MetaApp Instagram = new(
        "1200000000000002",
        "sim_instagram_secret_1",
        "Atlas sandbox app-IG",
        "instagram"
    );

    private readonly FrozenDictionary<string, MetaApp> _apps = others
        .Append(Facebook)
        .Append(Instagram)
        .ToFrozenDictionary(app => app.Id);

    public IReadOnlyList<MetaApp> All => _apps.Values;

    public MetaApp? Find(string? id) => id is null ? null : _apps.GetValueOrDefault(id);
}
