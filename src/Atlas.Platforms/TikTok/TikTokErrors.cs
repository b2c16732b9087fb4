using System.Collections.Frozen;
using Atlas.Core.Platforms;
using Atlas.Platforms.Http;

namespace Atlas.Platforms.TikTok;

/// <summary>The errors that TikTok documents for publishing, and what each asks of us. Told by their code, never by status.</summary>
internal static class TikTokErrors
{
    public const string DirectPage = "Content Posting API: Direct Post";
    public const string StatusPage = "Content Posting API: Get Post Status";
    public const string TransferPage = "Content Posting API: Media Transfer Guide";
    public const string PhotoPage = "Content Posting API: Photo";
    public const string InboxPage = "Content Posting API: Upload";
    public const string CreatorPage = "Content Posting API: Query Creator Info";
    public const string SharingPage = "Content Sharing Guidelines";
    public const string RatePage = "TikTok API v2: Rate Limits";
    public const string TokenPage = "OAuth: Manage User Access Tokens";

    /// <summary>The budgets of posts in 24 hours: those that go live, and those that wait in the account's inbox.</summary>
    public const string PostsQuota = "tiktok.posts";
    public const string InboxQuota = "tiktok.inbox";

    private const string ByItself = "It is tried again by itself.";

    /// <summary>The windows of a day roll: room comes back one post after the other, and nobody says when.</summary>
    private static readonly TimeSpan s_dayWindow = TimeSpan.FromHours(1);

    private static readonly FrozenDictionary<string, ErrorRule> s_rules = new Dictionary<string, ErrorRule>
    {
        ["rate_limit_exceeded"] = new(
            RefusalClass.RateLimited,
            "TikTok takes only a few calls a minute from each account, and they are used up.",
            ByItself,
            RatePage,
            TimeSpan.FromSeconds(60)
        ),
        ["spam_risk_too_many_posts"] = TooManyPosts,
        ["spam_risk_too_many_pending_share"] = new(
            RefusalClass.RateLimited,
            "Five posts of the last 24 hours wait in the account's TikTok inbox, and it takes no more.",
            "Finish or discard them in the TikTok app; it is tried again every hour.",
            InboxPage,
            s_dayWindow,
            Limit: new LimitReach(QuotaScope.Channel, InboxQuota)
        ),
        ["reached_active_user_cap"] = new(
            RefusalClass.RateLimited,
            "So many accounts have posted through the app in the last 24 hours as TikTok allows it: 5 until it has audited the app.",
            "It is tried again every hour. Connecting the account again does not help; an audit of the app raises the limit.",
            SharingPage,
            s_dayWindow
        ),
        ["spam_risk_user_banned_from_posting"] = Banned,
        ["spam_risk"] = Spam,
        ["spam_risk_text"] = SpamText,
        ["unaudited_client_can_only_post_to_private_accounts"] = new(
            RefusalClass.Rejected,
            "TikTok has not audited the app yet: it posts directly only to accounts that are private, and only for the account itself.",
            "Set the account to private and privacyLevel to SELF_ONLY, send the post to the inbox instead, or have the app audited.",
            SharingPage
        ),
        ["url_ownership_unverified"] = new(
            RefusalClass.Rejected,
            "TikTok fetches files only from addresses that are verified for the app, and ours is not.",
            "Verify the media address as a URL property of the app at developers.tiktok.com, or upload videos as files.",
            TransferPage
        ),
        ["privacy_level_option_mismatch"] = new(
            RefusalClass.Rejected,
            "The account does not offer the chosen privacy level.",
            "Choose one of the levels that the account offers now.",
            CreatorPage
        ),
        ["scope_not_authorized"] = MissingScope,
        ["scope_permission_missed"] = MissingScope,
        ["access_token_invalid"] = new(
            RefusalClass.Reconnect,
            "TikTok does not take the account's access any more.",
            "Connect the account again.",
            TokenPage
        ),
        ["invalid_param"] = InvalidValue,
        ["invalid_params"] = InvalidValue,
        ["invalid_file_upload"] = new(
            RefusalClass.Rejected,
            "TikTok did not take the file.",
            "Export the video as MP4 with H.264 and try again.",
            TransferPage
        ),
        ["app_version_check_failed"] = new(
            RefusalClass.Rejected,
            "The TikTok app on the account's phone is too old to take photos into its inbox.",
            "Update the TikTok app to 31.8 or newer and try again.",
            PhotoPage
        ),
        ["invalid_publish_id"] = GonePublishId,
        ["token_not_authorized_for_specified_publish_id"] = GonePublishId,
        ["internal_error"] = new(
            RefusalClass.Transient,
            "TikTok has a problem of its own.",
            ByItself,
            DirectPage,
            MaybeLive: true
        ),
    }.ToFrozenDictionary();

    /// <summary>Why a post failed after TikTok had taken it, by <c>fail_reason</c>.</summary>
    private static readonly FrozenDictionary<string, ErrorRule> s_reasons = new Dictionary<string, ErrorRule>
    {
        ["file_format_check_failed"] = Media(
            "TikTok can't read the file's format.",
            "Export it as MP4 with H.264, photos as JPEG."
        ),
        ["duration_check_failed"] = Media(
            "TikTok does not take a video of this length from the account.",
            "Cut it: the account's limit is at most 10 minutes."
        ),
        ["frame_rate_check_failed"] = Media(
            "TikTok does not take the video's frame rate.",
            "Export it with 23 to 60 frames per second."
        ),
        ["picture_size_check_failed"] = Media(
            "TikTok does not take the picture's size.",
            "Export a video with 360 to 4096 pixels on each side, a photo with at most 1080p."
        ),
        ["internal"] = new(RefusalClass.Transient, "TikTok failed to process the post.", ByItself, StatusPage, StartAgain: true),
        ["video_pull_failed"] = Pull("TikTok could not fetch the video."),
        ["photo_pull_failed"] = Pull("TikTok could not fetch a photo."),
        ["publish_cancelled"] = new(
            RefusalClass.Rejected,
            "The post was cancelled at TikTok.",
            "Schedule it again if it should go out.",
            StatusPage
        ),
        ["auth_removed"] = new(
            RefusalClass.Reconnect,
            "The account's owner has taken our access away while the post was processed.",
            "Connect the account again.",
            StatusPage,
            StartAgain: true
        ),
        ["spam_risk_too_many_posts"] = TooManyPosts with { StartAgain = true },
        ["spam_risk_user_banned_from_posting"] = Banned,
        ["spam_risk_text"] = SpamText,
        ["spam_risk"] = Spam,
    }.ToFrozenDictionary();

    public static ErrorRule? Find(string code) => s_rules.GetValueOrDefault(code);

    public static ErrorRule? FindReason(string reason) => s_reasons.GetValueOrDefault(reason);

    private static ErrorRule TooManyPosts =>
        new(
            RefusalClass.RateLimited,
            "The account has used up what TikTok lets apps post in 24 hours (about 15, all apps together).",
            "It is tried again every hour; in the TikTok app you can post at once.",
            DirectPage,
            s_dayWindow,
            Limit: new LimitReach(QuotaScope.Channel, PostsQuota)
        );

    private static ErrorRule Banned =>
        new(
            RefusalClass.Rejected,
            "TikTok has banned the account from posting.",
            "Look into the TikTok app for the reason and its end.",
            DirectPage
        );

    private static ErrorRule Spam =>
        new(
            RefusalClass.Rejected,
            "TikTok takes the post for spam.",
            "Change the post, or publish it by hand in the TikTok app.",
            StatusPage
        );

    private static ErrorRule SpamText =>
        new(RefusalClass.Rejected, "TikTok takes the text for spam.", "Change the text and schedule the post again.", StatusPage);

    private static ErrorRule MissingScope =>
        new(
            RefusalClass.Reconnect,
            "The account has not given a permission that this kind of post needs.",
            "Connect the account again and leave every permission ticked.",
            TokenPage,
            IsPermission: true
        );

    private static ErrorRule InvalidValue =>
        new(
            RefusalClass.Rejected,
            "TikTok did not accept a value of the post.",
            "Change what TikTok names and schedule the post again.",
            DirectPage
        );

    private static ErrorRule GonePublishId =>
        new(
            RefusalClass.Rejected,
            "TikTok does not know the post's publish id any more.",
            "Look into the TikTok app whether the post is there.",
            StatusPage,
            MaybeLive: true
        );

    private static ErrorRule Media(string message, string nextStep) => new(RefusalClass.Rejected, message, nextStep, StatusPage);

    private static ErrorRule Pull(string message) =>
        new(
            RefusalClass.Transient,
            message,
            "It is tried again. Check that the media address can be reached from outside without redirects, or upload videos as files.",
            TransferPage,
            TimeSpan.FromMinutes(1),
            StartAgain: true
        );
}
