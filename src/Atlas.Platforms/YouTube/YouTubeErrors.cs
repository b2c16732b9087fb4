using System.Collections.Frozen;
using Atlas.Core.Platforms;
using Atlas.Platforms.Http;
using NodaTime;
using NodaTime.Extensions;

namespace Atlas.Platforms.YouTube;

/// <summary>What YouTube's documented errors ask of us. It tells them apart by <c>errors[0].reason</c>.</summary>
/// <seealso href="https://developers.google.com/youtube/v3/docs/errors"/>
internal static class YouTubeErrors
{
    public const string ErrorPage = "YouTube Data API: Errors";
    private const string InsertPage = "YouTube Data API: Videos: insert";
    private const string UpdatePage = "YouTube Data API: Videos: update";
    private const string QuotaPage = "YouTube Data API: Quota Calculator";
    private const string CommentPage = "YouTube Data API: CommentThreads: insert";
    private const string ThumbnailPage = "YouTube Data API: Thumbnails: set";
    private const string CaptionPage = "YouTube Data API: Captions: insert";
    private const string PlaylistPage = "YouTube Data API: PlaylistItems: insert";

    private const string ByItself = "It is tried again by itself.";
    private const string ChangeAndSchedule = "Change the post and schedule it again.";

    private static readonly DateTimeZone s_pacific = DateTimeZoneProviders.Tzdb["America/Los_Angeles"];

    public static NetworkError? Read(PlatformAnswer answer, DateTimeOffset now)
    {
        if (answer.Succeeded || answer.Read(YouTubeJson.Default.GoogleErrorBody)?.Error is not { } error)
        {
            return null;
        }

        var detail = error.Errors is [var first, ..] ? first : null;
        var reason = detail?.Reason ?? error.Status ?? $"{error.Code}";
        var rule = detail is { Domain: "youtube.thumbnail", Reason: "forbidden" }
            ? s_rules["youtube.thumbnail/forbidden"]
            : s_rules.GetValueOrDefault(reason) ?? (answer.Status is 401 ? s_rules["authError"] : null);
        return new NetworkError(
            reason,
            error.Message,
            rule,
            reason is "quotaExceeded" or "dailyLimitExceeded" ? UntilPacificMidnight(now) : null
        );
    }

    /// <summary>The quota's day begins at midnight in Los Angeles. A minute more, since its clock is not ours.</summary>
    public static TimeSpan UntilPacificMidnight(DateTimeOffset now)
    {
        var tomorrow = now.ToInstant().InZone(s_pacific).Date.PlusDays(1);
        return s_pacific.AtStartOfDay(tomorrow).ToDateTimeOffset() - now + TimeSpan.FromMinutes(1);
    }

    private static IEnumerable<KeyValuePair<string, ErrorRule>> Rules()
    {
        yield return Reconnect("authError", "YouTube no longer accepts the channel's sign-in.", "Connect the channel again.");
        yield return Reconnect(
            "UNAUTHENTICATED",
            "YouTube no longer accepts the channel's sign-in.",
            "Connect the channel again."
        );
        yield return Reconnect(
            "insufficientPermissions",
            "The channel was connected without the permission that this needs.",
            "Connect the channel again and leave every box ticked.",
            isPermission: true
        );
        yield return new(
            "quotaExceeded",
            new ErrorRule(
                RefusalClass.RateLimited,
                "The Google project's daily quota is used up, for all of its channels.",
                "It goes on after midnight Pacific time. Ask Google for a larger quota if this happens often.",
                QuotaPage,
                Limit: new LimitReach(QuotaScope.App)
            )
        );
        yield return new(
            "dailyLimitExceeded",
            new ErrorRule(
                RefusalClass.RateLimited,
                "The Google project's daily quota is used up, for all of its channels.",
                "It goes on after midnight Pacific time. Ask Google for a larger quota if this happens often.",
                QuotaPage,
                Limit: new LimitReach(QuotaScope.App)
            )
        );
        yield return Limited("rateLimitExceeded", "YouTube has had too many calls in a short time.", TimeSpan.FromMinutes(1));
        yield return Limited(
            "userRateLimitExceeded",
            "YouTube has had too many calls for this channel.",
            TimeSpan.FromMinutes(1)
        );
        yield return new(
            "uploadLimitExceeded",
            new ErrorRule(
                RefusalClass.RateLimited,
                "The channel has uploaded as many videos as YouTube allows it in 24 hours.",
                "It is tried again in six hours. The limit is the channel's own: verifying its phone number raises it.",
                InsertPage,
                TimeSpan.FromHours(6),
                Limit: new LimitReach(QuotaScope.Channel, YouTubeCosts.Uploads)
            )
        );
        yield return Rejected(
            "youtubeSignupRequired",
            "The Google account has no YouTube channel.",
            "Create a channel at youtube.com, then connect it again.",
            ErrorPage
        );
        foreach (var (reason, words) in s_account)
        {
            yield return Rejected(reason, words, "Look at the channel in YouTube Studio.", ErrorPage);
        }

        yield return Rejected(
            "forbidden",
            "YouTube does not let this channel do this.",
            "Look at the channel in YouTube Studio, and check that the video belongs to it.",
            ErrorPage
        );
        yield return Rejected(
            "forbiddenPrivacySetting",
            "The channel may not publish with this privacy.",
            "Choose another privacy.",
            UpdatePage
        );
        yield return Rejected(
            "forbiddenLicenseSetting",
            "The channel may not use this licence.",
            "Choose the standard licence.",
            InsertPage
        );
        foreach (var (reason, words) in s_content)
        {
            yield return Rejected(reason, words, ChangeAndSchedule, InsertPage);
        }

        yield return Rejected(
            "videoNotFound",
            "YouTube no longer has the video: it was deleted there.",
            "Schedule the post again to upload it anew.",
            UpdatePage
        );
        yield return Rejected("channelNotFound", "YouTube no longer has the channel.", "Connect another channel.", ErrorPage);
        yield return Rejected(
            "playlistNotFound",
            "The playlist is not there.",
            "Choose a playlist of this channel.",
            PlaylistPage
        );
        yield return Rejected(
            "playlistItemsNotAccessible",
            "The playlist belongs to somebody else.",
            "Choose a playlist of this channel.",
            PlaylistPage
        );
        yield return Rejected(
            "playlistContainsMaximumNumberOfVideos",
            "The playlist is full.",
            "Choose another playlist.",
            PlaylistPage
        );
        yield return Rejected(
            "commentsDisabled",
            "The video takes no comments.",
            "Allow comments in YouTube Studio, then comment there.",
            CommentPage
        );
        yield return Rejected("commentTextTooLong", "The comment is too long.", "Shorten it and comment by hand.", CommentPage);
        yield return Rejected("commentTextRequired", "The comment is empty.", "Write one by hand.", CommentPage);
        yield return Rejected(
            "operationNotSupported",
            "YouTube does not offer this here.",
            "Do it in YouTube Studio.",
            CommentPage
        );
        yield return Transient("processingFailure", "YouTube failed to take the comment.", CommentPage);
        yield return Rejected("imageFormatUnsupported", "YouTube can't read the thumbnail.", "Use a JPEG or PNG.", ThumbnailPage);
        yield return Rejected("imageTooTall", "The thumbnail is too tall.", "Use 1280 × 720 pixels.", ThumbnailPage);
        yield return Rejected("imageTooWide", "The thumbnail is too wide.", "Use 1280 × 720 pixels.", ThumbnailPage);
        yield return Rejected(
            "failedPrecondition",
            "YouTube did not take the file: it may be too large.",
            "Use a smaller file.",
            ThumbnailPage
        );
        yield return Rejected(
            "youtube.thumbnail/forbidden",
            "The channel may not have thumbnails of its own: its phone number is not verified.",
            "Verify it at youtube.com/verify, then set the thumbnail in YouTube Studio.",
            ThumbnailPage
        );
        yield return Rejected(
            "captionExists",
            "The video has subtitles of this language and name already.",
            "Look at them in YouTube Studio.",
            CaptionPage
        );
        yield return Rejected("contentRequired", "The file of subtitles is empty.", "Add them in YouTube Studio.", CaptionPage);
        yield return Rejected(
            "invalidMetadata",
            "YouTube refuses the language or name of the subtitles.",
            "Use a language such as en or de-CH.",
            CaptionPage
        );
        yield return Rejected("nameTooLong", "The subtitles' name is too long.", "Use at most 150 characters.", CaptionPage);
        yield return Transient("backendError", "YouTube had an error of its own.", ErrorPage);
        yield return Transient("internalError", "YouTube had an error of its own.", ErrorPage);
    }

    private static readonly (string Reason, string Words)[] s_account =
    [
        ("accountDelegationForbidden", "The person who connected the channel may not act for it any more."),
        ("authenticatedUserAccountSuspended", "The channel is suspended."),
        ("authenticatedUserAccountClosed", "The channel is closed."),
        ("authenticatedUserNotChannel", "The person who connected the channel may not act for it any more."),
        ("channelSuspended", "The channel is suspended."),
        ("channelClosed", "The channel is closed."),
        ("ineligibleAccount", "The Google account may not use YouTube in this way."),
    ];

    private static readonly (string Reason, string Words)[] s_content =
    [
        ("invalidTitle", "YouTube refuses the title."),
        ("invalidDescription", "YouTube refuses the description."),
        ("invalidTags", "YouTube refuses the tags."),
        ("invalidCategoryId", "YouTube has no such category."),
        ("invalidPublishAt", "YouTube refuses the time at which the video should go public."),
        ("invalidRecordingDetails", "YouTube refuses the date of recording."),
        ("invalidVideoMetadata", "YouTube refuses the video's details."),
        ("invalidFilename", "YouTube refuses the file's name."),
        ("invalidVideoGameRating", "YouTube refuses the rating."),
        ("defaultLanguageNotSet", "YouTube needs the language of title and description."),
        ("mediaBodyRequired", "YouTube received no file."),
    ];

    /// <summary>Made after the lists above, which it is made from.</summary>
    private static readonly FrozenDictionary<string, ErrorRule> s_rules = Rules().ToFrozenDictionary();

    private static KeyValuePair<string, ErrorRule> Rejected(string reason, string message, string nextStep, string source) =>
        new(reason, new ErrorRule(RefusalClass.Rejected, message, nextStep, source));

    private static KeyValuePair<string, ErrorRule> Reconnect(
        string reason,
        string message,
        string nextStep,
        bool isPermission = false
    ) => new(reason, new ErrorRule(RefusalClass.Reconnect, message, nextStep, ErrorPage, IsPermission: isPermission));

    private static KeyValuePair<string, ErrorRule> Limited(string reason, string message, TimeSpan delay) =>
        new(reason, new ErrorRule(RefusalClass.RateLimited, message, ByItself, ErrorPage, delay));

    private static KeyValuePair<string, ErrorRule> Transient(string reason, string message, string source) =>
        new(reason, new ErrorRule(RefusalClass.Transient, message, ByItself, source, MaybeLive: true));
}
