using Atlas.Sandbox.Instagram;

namespace Atlas.Sandbox.Meta;

/// <summary>How one login's consent page differs from another's.</summary>
/// <param name="Title">Heads the page.</param>
/// <param name="Login">The kind of app that it serves: <see cref="MetaApp.Login"/>.</param>
/// <param name="Owners">Who may log in: a value of <c>sandbox_user</c> and the text beside it.</param>
/// <param name="FindOwner">The id of the token's owner for a value of <c>sandbox_user</c>.</param>
internal sealed record ConsentFlow(
    string Title,
    string Login,
    Func<World, IEnumerable<(string Value, string Text)>> Owners,
    Func<World, string, string?> FindOwner
)
{
    private static readonly ConsentFlow InstagramLogin = new(
        "Instagram Login",
        "instagram",
        world => world.Instagram.Accounts.OrderBy(a => a.Id).Select(a => (a.Username, $"{a.Name} (@{a.Username})")),
        (world, name) => world.Instagram.ByName(name)?.Id
    )
    {
        ConfiguredScopes = InstagramDirectory.InstagramScopes,
    };

    private static readonly ConsentFlow FacebookLogin = new(
        "Facebook Login",
        "facebook",
        world => world.Instagram.Users.OrderBy(u => u.Id).Select(u => (u.Id, $"{u.Name}, {u.Pages.Count} Pages")),
        (world, name) => (world.Nodes.GetValueOrDefault(name) as FacebookUser)?.Id ?? world.Instagram.ByName(name)?.Page?.Owner.Id
    )
    {
        ConfiguredScopes = InstagramDirectory.FacebookScopes,
        NeedsResponseType = false,
        Denial = "error=access_denied&error_code=200&error_description=Permissions+error&error_reason=user_denied",
        End = "#_=_",
    };

    /// <summary>The logins that every product may use.</summary>
    public static IReadOnlyDictionary<GraphHost, ConsentFlow> Shared { get; } =
        new Dictionary<GraphHost, ConsentFlow>
        {
            [GraphHost.FacebookWeb] = FacebookLogin,
            [GraphHost.InstagramWeb] = InstagramLogin,
            [GraphHost.InstagramApi] = InstagramLogin,
        };

    /// <summary>What <c>config_id</c> stands for: Login for Business names its scopes by a configuration.</summary>
    public IReadOnlyList<string> ConfiguredScopes { get; init; } = [];
    public bool NeedsResponseType { get; init; } = true;

    /// <summary>The query that a person's "no" gives the redirect address.</summary>
    public string Denial { get; init; } =
        "error=access_denied&error_reason=user_denied&error_description=The+user+denied+your+request.";

    /// <summary>The fragment that Meta puts behind every redirect.</summary>
    public string End { get; init; } = "#_";
}
