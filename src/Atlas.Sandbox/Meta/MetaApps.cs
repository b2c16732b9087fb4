using System.Collections.Frozen;

namespace Atlas.Sandbox.Meta;

/// <summary>An app as the developer dashboard knows it. Instagram Login has an app id and secret of its own.</summary>
internal sealed record MetaApp(string Id, string Secret, string Name, bool IsInstagram);

internal sealed class MetaApps
{
    public static readonly MetaApp Facebook = new(
        "1200000000000001",
        "sim_app_secret_1",
        "Atlas sandbox app",
        IsInstagram: false
    );

    public static readonly MetaApp Instagram = new(
        "1200000000000002",
        "sim_instagram_secret_1",
        "Atlas sandbox app-IG",
        IsInstagram: true
    );

    private readonly FrozenDictionary<string, MetaApp> _apps = new[] { Facebook, Instagram }.ToFrozenDictionary(app => app.Id);

    public IReadOnlyList<MetaApp> All => _apps.Values;

    public MetaApp? Find(string? id) => id is null ? null : _apps.GetValueOrDefault(id);
}
