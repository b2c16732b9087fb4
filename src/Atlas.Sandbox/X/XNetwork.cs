using System.Text.Json.Nodes;
using Atlas.Sandbox.Networks;
using Atlas.Sandbox.OAuth;

namespace Atlas.Sandbox.X;

/// <summary>X's second interface: posts of 280 weighted characters, replies, chunked uploads, the account's own timeline.</summary>
internal sealed class XNetwork(NetworkServices services) : RestNetwork(services)
{
    private static readonly DeveloperApp App = new("sandboxXclient0001", "sandbox-x-secret-0001", "Atlas");

    private static readonly OAuthServer Server = new(
        new OAuthSettings
        {
            Platform = "x",
            Title = "X",
            Apps = [App],
            KnownScopes = ["tweet.read", "tweet.write", "users.read", "media.write", "offline.access", "like.read"],
            UsualScopes = ["tweet.read", "tweet.write", "users.read", "media.write", "offline.access"],
            ClientProof = ClientProof.Basic,
            Pkce = PkceRule.Required,
            CodeLife = TimeSpan.FromSeconds(30),
            AccessLife = TimeSpan.FromHours(2),
            Refresh = RefreshMode.Rotated,
            GivesRefresh = grant => grant.Has("offline.access"),
            Error = LoginError,
        }
    );

    public override string Platform => "x";

    public override string Title => "X";

    public override IReadOnlyList<string> Hosts => ["api.x.com", "x.com"];

    public override IRestErrors Errors { get; } = new XErrors();

    public override OAuthServer Login => Server;

    public override IEnumerable<RestOperation> Operations =>
        [
            .. Server.Consent("x.com/i/oauth2/authorize"),
            Server.Token("api.x.com/2/oauth2/token"),
            Server.Revocation("api.x.com/2/oauth2/revoke", _ => RestAnswer.Ok(new JsonObject { ["revoked"] = true })),
            .. XOperations.All,
        ];

    protected override IReadOnlyList<NewAccount> Demo =>
        [.. base.Demo.Select(brand => brand with { Username = brand.Username.Replace('.', '_') })];

    protected override NetworkAccount Build(World world, NewAccount wish) =>
        new(
            Platform,
            wish.Number is { } demo ? $"{1_700_000_000_000_000_000 + demo}" : world.Ids.From(1_800_000_000_000_000_000),
            wish.Username.Replace('.', '_')
        )
        {
            Name = wish.Name,
            Biography = wish.Biography,
            Website = wish.Website,
        };

    /// <summary>A dead refresh token is an invalid request here.</summary>
    private static RestError LoginError(RestCall call, OAuthError error)
    {
        var isToken = error.Code is "invalid_grant";
        return new RestError(
            error.Status,
            new JsonObject
            {
                ["error"] = isToken ? "invalid_request" : error.Code,
                ["error_description"] = isToken ? "Value passed for the token was invalid." : error.Description,
            }
        );
    }
}
