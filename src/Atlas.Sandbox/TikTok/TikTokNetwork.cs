using Atlas.Sandbox.Networks;
using Atlas.Sandbox.OAuth;

namespace Atlas.Sandbox.TikTok;

/// <summary>Login Kit, the Content Posting API and the readable half of the Display API.</summary>
internal sealed class TikTokNetwork(NetworkServices services) : RestNetwork(services)
{
    private const string Api = "open.tiktokapis.com";

    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    public override string Platform => "tiktok";

    public override string Title => "TikTok";

    public override IReadOnlyList<string> Hosts => ["www.tiktok.com", Api, TikTokUploads.Host];

    public override IRestErrors Errors { get; } = new TikTokErrors();

    public override OAuthServer Login { get; } = TikTokOAuth.Create();

    public override IEnumerable<RestOperation> Operations =>
        [
            .. Login.Consent("www.tiktok.com/v2/auth/authorize/"),
            Login.Token($"{Api}/v2/oauth/token/"),
            Login.Revocation($"{Api}/v2/oauth/revoke/", _ => RestAnswer.Empty()),
            Publishing("tiktok.creator.read", "creator_info/query/", TikTokReads.Creator, 20, "video.publish"),
            Publishing("tiktok.video.init", "video/init/", TikTokInits.DirectVideo, 6, "video.publish"),
            Publishing("tiktok.inbox.init", "inbox/video/init/", TikTokInits.InboxVideo, 6, "video.upload"),
            Publishing("tiktok.photo.init", "content/init/", TikTokInits.Photos, 6),
            Publishing("tiktok.status.read", "status/fetch/", TikTokReads.Status, 30),
            Publishing("tiktok.post.cancel", "cancel/", TikTokReads.Cancel, 30),
            new RestOperation("tiktok.upload.part", "PUT", $"{TikTokUploads.Host}/video/", TikTokUploads.PutAsync)
            {
                IsPublic = true,
                TakesBytes = true,
                NameOf = TikTokUploads.Name,
            },
            new RestOperation("tiktok.user.read", "GET", $"{Api}/v2/user/info/", TikTokReads.User)
            {
                Scopes = ["user.info.basic"],
                Query = ["fields"],
                Rate = new RateLimit(600, s_minute),
            },
            new RestOperation("tiktok.video.list", "POST", $"{Api}/v2/video/list/", TikTokReads.List)
            {
                Scopes = ["video.list"],
                Query = ["fields"],
                Rate = new RateLimit(600, s_minute),
            },
            new RestOperation("tiktok.video.query", "POST", $"{Api}/v2/video/query/", TikTokReads.Query)
            {
                Scopes = ["video.list"],
                Query = ["fields"],
                Rate = new RateLimit(600, s_minute),
            },
        ];

    protected override string? Problem(NewAccount wish) =>
        wish.Extra.Keys.FirstOrDefault(key =>
            key
                is not (
                    "private"
                    or "commentDisabled"
                    or "duetDisabled"
                    or "stitchDisabled"
                    or "banned"
                    or "unaudited"
                    or "longestVideoSeconds"
                    or "postsPerDay"
                    or "moderationMs"
                    or "verifiedPrefix"
                )
        )
            is { } unknown
            ? $"TikTok accounts have no extra named {unknown}."
            : null;

    protected override NetworkAccount Build(World world, NewAccount wish) =>
        new TikTokAccount(
            wish.Number is { } number ? $"_000sandboxDemo{number:D4}" : $"_000{world.Ids.From(500_000_000_000_000)}",
            wish.Username
        )
        {
            Name = wish.Name,
            Biography = wish.Biography,
            Website = wish.Website,
            Label = Flag(wish, "private") ? "Private account" : null,
            IsPrivate = Flag(wish, "private"),
            CommentDisabled = Flag(wish, "commentDisabled"),
            DuetDisabled = Flag(wish, "duetDisabled"),
            StitchDisabled = Flag(wish, "stitchDisabled"),
            IsBanned = Flag(wish, "banned"),
            IsUnaudited = Flag(wish, "unaudited"),
            LongestVideoSeconds = Number(wish, "longestVideoSeconds", 600),
            PostsPerDay = Number(wish, "postsPerDay", 15),
            Moderation = TimeSpan.FromMilliseconds(Number(wish, "moderationMs", 0)),
            VerifiedPrefix = wish.Extra.GetValueOrDefault("verifiedPrefix"),
        };

    private static RestOperation Publishing(
        string name,
        string path,
        Func<RestCall, RestAnswer> handle,
        int callsPerMinute,
        params string[] scopes
    ) =>
        new(name, "POST", $"{Api}/v2/post/publish/{path}", handle)
        {
            Scopes = scopes,
            Rate = new RateLimit(callsPerMinute, s_minute),
        };

    private static bool Flag(NewAccount wish, string name) => wish.Extra.GetValueOrDefault(name) is "true";

    private static int Number(NewAccount wish, string name, int usual) =>
        int.TryParse(wish.Extra.GetValueOrDefault(name), out var number) ? number : usual;
}
