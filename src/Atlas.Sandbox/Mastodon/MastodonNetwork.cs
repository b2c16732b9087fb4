using Atlas.Sandbox.Networks;
using Atlas.Sandbox.OAuth;

namespace Atlas.Sandbox.Mastodon;

/// <summary>One Mastodon server, <c>mastodon.social</c>, where apps register themselves.</summary>
internal sealed class MastodonNetwork(NetworkServices services) : RestNetwork(services)
{
    public const string Server = "mastodon.social";
    private const long Ids = 109_000_000_000_000_000;

    private static readonly RateLimit Calls = new(300, TimeSpan.FromMinutes(5));
    private static readonly RateLimit Uploads = new(30, TimeSpan.FromMinutes(30));

    public override string Platform => "mastodon";

    public override string Title => "Mastodon";

    public override IReadOnlyList<string> Hosts => [Server];

    public override IRestErrors Errors { get; } = new MastodonErrors();

    public override OAuthServer Login { get; } =
        new(
            new OAuthSettings
            {
                Platform = "mastodon",
                Title = Server,
                Apps = [new DeveloperApp("sandbox-mastodon-app", "sandbox-mastodon-secret", "Atlas Engine")],
                KnownScopes = ["read", "read:accounts", "read:statuses", "write", "write:statuses", "write:media", "profile"],
                UsualScopes = ["read:accounts", "read:statuses", "write:statuses", "write:media"],
                AccessLife = null,
                Refresh = RefreshMode.None,
                FindApp = (world, id) => world.State<MastodonState>().Apps.GetValueOrDefault(id),
                Answer = (call, _, body) =>
                {
                    body["token_type"] = "Bearer";
                    body["created_at"] = call.Now.ToUnixTimeSeconds();
                    return body;
                },
            }
        );

    public override IEnumerable<RestOperation> Operations =>
        [
            .. Login.Consent($"{Server}/oauth/authorize"),
            Login.Token($"{Server}/oauth/token"),
            new RestOperation("mastodon.oauth.revoke", "POST", $"{Server}/oauth/revoke", MastodonApps.Revoke) { IsPublic = true },
            new RestOperation("mastodon.app.create", "POST", $"{Server}/api/v1/apps", MastodonApps.Create) { IsPublic = true },
            new RestOperation("mastodon.instance.read", "GET", $"{Server}/api/v2/instance", MastodonApps.Instance)
            {
                IsPublic = true,
            },
            Call("account.read", "GET", "v1/accounts/verify_credentials", "read:accounts", MastodonStatuses.Me),
            Call("account.statuses", "GET", "v1/accounts/{id}/statuses", "read:statuses", MastodonStatuses.List) with
            {
                Query = ["limit", "exclude_reblogs", "exclude_replies", "max_id", "since_id"],
            },
            new RestOperation("mastodon.media.upload", "POST", $"{Server}/api/v2/media", MastodonMedia.UploadAsync)
            {
                Scopes = ["write:media"],
                Rate = Uploads,
            },
            Call("media.read", "GET", "v1/media/{id}", "write:media", MastodonMedia.Read),
            Call("status.create", "POST", "v1/statuses", "write:statuses", MastodonPosting.Create),
            Call("status.read", "GET", "v1/statuses/{id}", "read:statuses", MastodonStatuses.Read),
            Call("status.source", "GET", "v1/statuses/{id}/source", "read:statuses", MastodonStatuses.Source),
            Call("status.edit", "PUT", "v1/statuses/{id}", "write:statuses", MastodonPosting.Edit),
            Call("status.delete", "DELETE", "v1/statuses/{id}", "write:statuses", MastodonPosting.Delete),
        ];

    public override RestError? Authorize(RestCall call)
    {
        if (base.Authorize(call) is not { } refused)
        {
            return null;
        }

        // "write" includes "write:media".
        return
            refused.Status is 403
            && call.Operation!.Scopes.All(scope => call.Grant!.Has(scope) || call.Grant!.Has(scope.Split(':')[0]))
            ? null
            : refused;
    }

    protected override NetworkAccount Build(World world, NewAccount wish)
    {
        var id = wish.Number is { } number ? $"{Ids + number}" : world.Ids.From(Ids);
        return new NetworkAccount(Platform, id, wish.Username.Replace('.', '_'))
        {
            Name = wish.Name,
            Biography = wish.Biography,
            Website = wish.Website,
        };
    }

    private static RestOperation Call(string name, string method, string path, string scope, Func<RestCall, RestAnswer> handle) =>
        new($"mastodon.{name}", method, $"{Server}/api/{path}", handle) { Scopes = [scope], Rate = Calls };
}
