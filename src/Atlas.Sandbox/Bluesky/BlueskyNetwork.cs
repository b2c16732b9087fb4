using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.Bluesky;

/// <summary>One server for all accounts, the directory that names it, the video service, and the addresses under which posts are seen.</summary>
internal sealed class BlueskyNetwork(NetworkServices services) : RestNetwork(services)
{
    public const string Server = "bsky.social";
    public const string PlcDirectory = "plc.directory";
    private const string Video = "video.bsky.app";
    private const string Web = "bsky.app";

    private static readonly TimeSpan s_fiveMinutes = TimeSpan.FromMinutes(5);

    public override string Platform => "bluesky";

    public override string Title => "Bluesky";

    public override IReadOnlyList<string> Hosts => [Server, PlcDirectory, Video, Web];

    public override IRestErrors Errors { get; } = new BlueskyErrors();

    public override IEnumerable<RestOperation> Operations =>
        [
            Call("bluesky.session.create", "POST", "com.atproto.server.createSession", BlueskySessions.Create) with
            {
                IsPublic = true,
                NameOf = BlueskySessions.Name,
                Rate = new RateLimit(30, s_fiveMinutes),
            },
            Call("bluesky.session.refresh", "POST", "com.atproto.server.refreshSession", BlueskySessions.Refresh) with
            {
                IsPublic = true,
            },
            Call("bluesky.session.delete", "POST", "com.atproto.server.deleteSession", BlueskySessions.Delete) with
            {
                IsPublic = true,
            },
            Call("bluesky.session.read", "GET", "com.atproto.server.getSession", BlueskySessions.Read),
            Call("bluesky.handle.resolve", "GET", "com.atproto.identity.resolveHandle", BlueskySessions.Resolve) with
            {
                IsPublic = true,
                Query = ["handle"],
            },
            new RestOperation("bluesky.did.read", "GET", PlcDirectory + "/{did}", BlueskySessions.Document) { IsPublic = true },
            Call("bluesky.profile.read", "GET", "app.bsky.actor.getProfile", BlueskySessions.Profile) with
            {
                Query = ["actor"],
            },
            new RestOperation(
                "bluesky.blob.upload",
                "POST",
                $"{Server}/xrpc/com.atproto.repo.uploadBlob",
                BlueskyBlobs.UploadAsync
            )
            {
                TakesBytes = true,
            },
            Call("bluesky.post.create", "POST", "com.atproto.repo.createRecord", BlueskyRecords.Create) with
            {
                Rate = new RateLimit(1_666, TimeSpan.FromHours(1)), // 5,000 points at 3 each
            },
            Call("bluesky.post.delete", "POST", "com.atproto.repo.deleteRecord", BlueskyRecords.Delete),
            Call("bluesky.post.read", "GET", "com.atproto.repo.getRecord", BlueskyRecords.Read) with
            {
                Query = ["repo", "collection", "rkey", "cid"],
            },
            Call("bluesky.posts.read", "GET", "app.bsky.feed.getPosts", BlueskyRecords.ReadMany) with
            {
                Query = ["uris"],
            },
            Call("bluesky.video.auth", "GET", "com.atproto.server.getServiceAuth", BlueskyBlobs.ServiceAuth) with
            {
                Query = ["aud", "lxm", "exp"],
            },
            new RestOperation(
                "bluesky.video.upload",
                "POST",
                $"{Video}/xrpc/app.bsky.video.uploadVideo",
                BlueskyBlobs.UploadVideoAsync
            )
            {
                IsPublic = true,
                TakesBytes = true,
                Query = ["did", "name"],
                NameOf = BlueskyBlobs.VideoName,
            },
            new RestOperation("bluesky.video.job", "GET", $"{Video}/xrpc/app.bsky.video.getJobStatus", BlueskyBlobs.Job)
            {
                IsPublic = true,
                Query = ["jobId"],
            },
            new RestOperation("bluesky.post.view", "GET", Web + "/profile/{handle}/post/{rkey}", BlueskyRecords.View)
            {
                IsPublic = true,
            },
        ];

    protected override string? Problem(NewAccount wish) =>
        wish.Extra.Keys.FirstOrDefault(key => key is not "takenDown") is { } unknown
            ? $"Bluesky accounts have no extra named {unknown}."
            : null;

    protected override NetworkAccount Build(World world, NewAccount wish) =>
        new BlueskyAccount(
            "did:plc:"
                + BlueskyState.Cid("", wish.Number is { } number ? $"demo {number}" : world.Ids.From(1)).PadRight(24, 'a')[..24],
            wish.Username
        )
        {
            Name = wish.Name,
            Biography = wish.Biography,
            Website = wish.Website,
            IsTakenDown = wish.Extra.GetValueOrDefault("takenDown") is "true",
        };

    protected override AccountAccess Open(World world, NetworkAccount account, AccessRequest request)
    {
        var grant = BlueskyTokens.NewGrant(world, account);
        var (access, refresh) = BlueskyTokens.Issue(world, grant, request.Life, request.IsFixed ? account.Id : null);
        return new AccountAccess(access.Value)
        {
            Login = "bluesky",
            ExpiresAt = access.ExpiresAt,
            RefreshToken = refresh.Value,
            RefreshExpiresAt = refresh.ExpiresAt,
        };
    }

    protected override int Close(World world, NetworkAccount account) => world.OAuth(Platform).EndAll(account.Id);

    private static RestOperation Call(string name, string method, string nsid, Func<RestCall, RestAnswer> handle) =>
        new(name, method, $"{Server}/xrpc/{nsid}", handle);
}
