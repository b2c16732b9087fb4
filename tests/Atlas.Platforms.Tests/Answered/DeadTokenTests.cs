using Atlas.Core.Platforms;
using Atlas.Platforms.Bluesky;
using Atlas.Platforms.Mastodon;
using Atlas.Platforms.TikTok;

namespace Atlas.Platforms.Tests.Answered;

/// <summary>A look at what is live tells a token that the network no longer takes from a look that failed for another reason.</summary>
public sealed class DeadTokenTests
{
    private const string MetaDead =
        """{"error":{"message":"m","type":"OAuthException","code":190,"error_subcode":463,"fbtrace_id":"A"}}""";
    private const string MetaDenied = """{"error":{"message":"m","type":"OAuthException","code":10,"fbtrace_id":"A"}}""";

    private static readonly (Platform Platform, string? Cursor, string? Options, int Status, string Dead)[] s_dead =
    [
        (Platform.Facebook, null, null, 400, MetaDead),
        (Platform.Instagram, """{"h":"h","c":"179"}""", null, 400, MetaDead),
        (Platform.Threads, """{"h":"h","c":"179"}""", null, 401, MetaDead),
        (
            Platform.TikTok,
            new TikTokCursor { Hash = "h", PublishId = "v_pub_1" }.Write(),
            null,
            401,
            """{"error":{"code":"access_token_invalid","message":"m","log_id":"l"}}"""
        ),
        (
            Platform.LinkedIn,
            null,
            null,
            401,
            """{"status":401,"serviceErrorCode":65601,"code":"REVOKED_ACCESS_TOKEN","message":"m"}"""
        ),
        (
            Platform.YouTube,
            """{"h":"h","v":"v"}""",
            null,
            401,
            """{"error":{"code":401,"message":"m","errors":[{"domain":"global","reason":"authError"}]}}"""
        ),
        (Platform.X, null, null, 401, """{"title":"Unauthorized","status":401,"detail":"Unauthorized","type":"about:blank"}"""),
        (Platform.Pinterest, null, """{"boardId":"1"}""", 401, """{"code":2,"message":"Authentication failed."}"""),
        (
            Platform.Bluesky,
            new BlueskyCursor { Hash = "h", RecordKey = "3k" }.Write(),
            null,
            401,
            """{"error":"AuthenticationRequired","message":"m"}"""
        ),
        (Platform.Mastodon, "mastodon", null, 401, """{"error":"The access token is invalid"}"""),
    ];

    private static readonly Dictionary<Platform, (int Status, string Body)> s_denied = new()
    {
        [Platform.Facebook] = (403, MetaDenied),
        [Platform.Instagram] = (403, MetaDenied),
        [Platform.Threads] = (403, MetaDenied),
        [Platform.TikTok] = (401, """{"error":{"code":"scope_not_authorized","message":"m","log_id":"l"}}"""),
        [Platform.LinkedIn] = (403, """{"status":403,"serviceErrorCode":100,"code":"ACCESS_DENIED","message":"m"}"""),
        [Platform.YouTube] = (
            403,
            """{"error":{"code":403,"message":"m","errors":[{"domain":"global","reason":"insufficientPermissions"}]}}"""
        ),
        [Platform.X] = (
            403,
            """{"title":"Forbidden","detail":"m","type":"https://api.x.com/2/problems/not-authorized-for-resource"}"""
        ),
        [Platform.Pinterest] = (403, """{"code":29,"message":"m"}"""),
        [Platform.Bluesky] = (403, """{"error":"Forbidden","message":"m"}"""),
        [Platform.Mastodon] = (403, """{"error":"This action is outside the authorized scopes"}"""),
    };

    public static TheoryData<Platform> Networks() => [.. s_dead.Select(network => network.Platform)];

    [Fact]
    public void Every_network_that_can_be_read_is_here() =>
        Assert.Equal(Enum.GetValues<Platform>().Except([Platform.Telegram]).Order(), s_dead.Select(it => it.Platform).Order());

    [Theory]
    [MemberData(nameof(Networks))]
    public async Task A_token_that_the_network_refuses_is_told_to_the_ledger(Platform platform)
    {
        var (_, _, _, status, dead) = s_dead.Single(it => it.Platform == platform);

        var unreadable = await FindAsync(platform, status, dead);

        Assert.True(unreadable.TokenRefused, unreadable.Reason);
        Assert.False(unreadable.Ever);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public async Task A_permission_that_is_missing_is_no_dead_token(Platform platform)
    {
        var (status, body) = s_denied[platform];

        Assert.False((await FindAsync(platform, status, body)).TokenRefused);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public async Task What_a_proxy_says_is_no_word_about_the_token(Platform platform) =>
        Assert.False((await FindAsync(platform, 401, "<html>Sign in to the guest network</html>")).TokenRefused);

    private static async Task<FindAnswer.Unreadable> FindAsync(Platform platform, int status, string body)
    {
        var (_, cursor, options, _, _) = s_dead.Single(it => it.Platform == platform);
        var work = AnsweredNetworks.Work(platform, cursor, options);
        if (platform == Platform.Mastodon)
        {
            work = work with { Cursor = (MastodonCursor.Read(json: null, work.ContentHash) with { Key = "k" }).Write() };
        }

        var networks = new AnsweredNetworks(status, body);
        var answer = await networks[platform].FindPublishedAsync(work, DateTimeOffset.UtcNow, CancellationToken.None);

        Assert.True(networks.Calls > 0, "Nothing was asked.");
        return Assert.IsType<FindAnswer.Unreadable>(answer);
    }
}
