using System.Collections.Frozen;
using Atlas.Core.Platforms;
using Atlas.Platforms.Http;

namespace Atlas.Platforms.Bluesky;

/// <summary>The errors of AT Protocol's calls, by the name in their body, and what each asks of us.</summary>
internal static class BlueskyErrors
{
    public const string PostPage = "Bluesky: Posts (app.bsky.feed.post)";
    public const string RatePage = "Bluesky: Rate Limits";
    public const string SessionPage = "AT Protocol: com.atproto.server.createSession";
    public const string RecordPage = "AT Protocol: com.atproto.repo.createRecord";
    public const string VideoPage = "Bluesky: Video tutorial";

    private static readonly FrozenDictionary<string, ErrorRule> s_rules = new Dictionary<string, ErrorRule>
    {
        ["RateLimitExceeded"] = new(
            RefusalClass.RateLimited,
            "The account, or our address, has made more calls than the Bluesky server takes.",
            "It goes on by itself when the limit opens.",
            RatePage,
            TimeSpan.FromMinutes(5)
        ),
        // The token is renewed ahead of its end: one that ended all the same gets time to be renewed.
        ["ExpiredToken"] = new(
            RefusalClass.Transient,
            "The access to the account has to be renewed.",
            "It is renewed and tried again by itself.",
            SessionPage,
            TimeSpan.FromMinutes(1)
        ),
        ["InvalidToken"] = Reconnect("The Bluesky server does not take the account's access any more."),
        ["AuthenticationRequired"] = Reconnect("The Bluesky server does not take the account's access any more."),
        ["AuthMissing"] = Reconnect("The Bluesky server does not take the account's access any more."),
        ["AccountTakedown"] = Closed("Bluesky has taken the account down."),
        ["AccountSuspended"] = Closed("Bluesky has suspended the account."),
        ["AccountDeactivated"] = Closed("The account has been deactivated."),
        ["RepoTakendown"] = Closed("Bluesky has taken the account down."),
        ["RepoDeactivated"] = Closed("The account has been deactivated."),
        ["BlobTooLarge"] = new(
            RefusalClass.Rejected,
            "The file is too large for the Bluesky server.",
            "Save it smaller and schedule the post again.",
            PostPage
        ),
        ["InvalidRequest"] = new(
            RefusalClass.Rejected,
            "Bluesky did not accept the post.",
            "Change what Bluesky names and schedule the post again.",
            RecordPage
        ),
        ["InvalidSwap"] = new(
            RefusalClass.Transient,
            "The account was changed by somebody else at the same moment.",
            "It is tried again by itself.",
            RecordPage
        ),
        ["InternalServerError"] = Busy,
        ["UpstreamFailure"] = Busy,
        ["UpstreamTimeout"] = Busy,
        ["NotEnoughResources"] = Busy,
    }.ToFrozenDictionary();

    public static ErrorRule? Find(string code) => s_rules.GetValueOrDefault(code);

    private static ErrorRule Busy =>
        new(
            RefusalClass.Transient,
            "The Bluesky server has a problem of its own.",
            "It is tried again by itself.",
            RecordPage,
            MaybeLive: true
        );

    private static ErrorRule Reconnect(string message) =>
        new(RefusalClass.Reconnect, message, "Connect the account again with a new app password.", SessionPage);

    private static ErrorRule Closed(string message) =>
        new(RefusalClass.Reconnect, message, "Sign in at bsky.app to see why, then connect the account again.", SessionPage);
}
