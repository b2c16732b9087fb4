using System.Collections.Frozen;
using System.Globalization;
using Atlas.Core.Platforms;
using Atlas.Platforms.Http;

namespace Atlas.Platforms.LinkedIn;

/// <summary>LinkedIn's documented errors. Told apart by code and status: LinkedIn changes the sentences without notice.</summary>
/// <seealso href="https://learn.microsoft.com/linkedin/shared/api-guide/concepts/error-handling"/>
internal static class LinkedInErrors
{
    public const string ErrorPage = "LinkedIn API: Error Handling";
    public const string Duplicate = "DUPLICATE_POST";
    public const string WaitingUpload = "MEDIA_ASSET_WAITING_UPLOAD";
    public const string Revoked = "REVOKED_ACCESS_TOKEN";

    private const string PostsPage = "LinkedIn Community Management: Posts API";
    private const string VideosPage = "LinkedIn Community Management: Videos API";
    private const string VersionPage = "LinkedIn Marketing: Versioning";
    private const string Reconnect = "Connect the channel again.";

    private static readonly FrozenDictionary<int, string> s_serviceCodes = new Dictionary<int, string>
    {
        [65600] = "INVALID_ACCESS_TOKEN",
        [65601] = Revoked,
        [65602] = "EXPIRED_ACCESS_TOKEN",
        [65603] = "UNKNOWN_ACCESS_TOKEN",
        [65604] = "EMPTY_ACCESS_TOKEN",
        [65608] = "RESTRICTED_MEMBER",
        [100] = "ACCESS_DENIED",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, ErrorRule> s_rules = new Dictionary<string, ErrorRule>
    {
        ["INVALID_ACCESS_TOKEN"] = Dead("LinkedIn does not accept the access any more."),
        [Revoked] = Dead("The access was withdrawn: the password changed, or the app was removed at LinkedIn."),
        ["EXPIRED_ACCESS_TOKEN"] = Dead("The access to LinkedIn has expired."),
        ["UNKNOWN_ACCESS_TOKEN"] = Dead("LinkedIn does not know the access."),
        ["EMPTY_ACCESS_TOKEN"] = Dead("LinkedIn was called without access."),
        ["RESTRICTED_MEMBER"] = new(
            RefusalClass.Reconnect,
            "LinkedIn has restricted the member in whose name this is sent.",
            "Log in at linkedin.com and lift the restriction, then connect again.",
            ErrorPage,
            IsPermission: true
        ),
        ["ACCESS_DENIED"] = Denied("LinkedIn does not let the channel do this: a permission or the role on the page is missing."),
        ["NO_PERMISSION_ON_ENTITY"] = Denied("The member has no role on this page that may do this."),
        ["NO_PERMISSION_ON_FIELD"] = Denied("The channel lacks a permission for a part of this."),
        ["MISSING_FIELD"] = Rejected("LinkedIn misses something in the post."),
        ["INVALID_VALUE_FOR_FIELD"] = Rejected("LinkedIn does not accept a value of the post."),
        ["FIELD_LENGTH_TOO_LONG"] = Rejected("A text of the post is too long for LinkedIn."),
        ["INVALID_URN_TYPE"] = Rejected("LinkedIn does not take such a reference here: check the mentions."),
        ["INVALID_URN_ID"] = Rejected("Something that the post refers to does not exist: check the mentions."),
        ["MULTIPLE_VALIDATIONS_FAILED"] = Rejected("LinkedIn refuses several things in the post."),
        ["UNPROCESSABLE_ENTITY"] = Rejected("LinkedIn can't make sense of the post."),
        ["NOT_FOUND"] = Rejected("It is not there at LinkedIn any more, or can't be seen by the channel."),
        [Duplicate] = new(
            RefusalClass.Rejected,
            "The account has posted the same text before, and LinkedIn takes no repeats.",
            "Change the text. After a deletion LinkedIn can remember it for a day or two.",
            PostsPage
        ),
        [WaitingUpload] = new(
            RefusalClass.Transient,
            "LinkedIn is not done with an uploaded file.",
            "It is tried again.",
            PostsPage,
            TimeSpan.FromSeconds(10)
        ),
        ["MEDIA_ASSET_PROCESSING_FAILED"] = UploadAgain("LinkedIn failed to process a file.", PostsPage),
        ["UPDATING_ASSET_FAILED"] = UploadAgain("LinkedIn failed to take a file in.", VideosPage),
        ["EXPIRED_UPLOAD_URL"] = UploadAgain("The upload took too long.", VideosPage),
        ["VERSION_MISSING"] = Version("LinkedIn was called without a version."),
        ["NONEXISTENT_VERSION"] = Version("LinkedIn has switched off the version of its interface that is set here."),
        ["CONFLICT"] = new(
            RefusalClass.Transient,
            "Something else changed the same thing at LinkedIn.",
            "It is tried again.",
            ErrorPage,
            TimeSpan.FromSeconds(5)
        ),
        ["TIMEOUT"] = new(
            RefusalClass.Transient,
            "LinkedIn did not finish in time.",
            "It is tried again.",
            ErrorPage,
            MaybeLive: true
        ),
        ["TOO_MANY_REQUESTS"] = new(
            RefusalClass.RateLimited,
            "The day's calls for this member or app are used up at LinkedIn.",
            "It goes on by itself, at the latest after midnight UTC.",
            "LinkedIn API: Rate Limits"
        ),
        ["INTERNAL_ERROR"] = Fault("LinkedIn had a fault."),
        ["UNDER_MAINTENANCE"] = Fault("LinkedIn is under maintenance."),
    }.ToFrozenDictionary();

    /// <summary>The error that the answer states; null where it is not in LinkedIn's own words.</summary>
    public static NetworkError? Of(PlatformAnswer answer, DateTimeOffset now)
    {
        if (
            answer.Outcome is not CallOutcome.Answered
            || answer.Succeeded
            || answer.Read(LinkedInJson.Default.LinkedInError) is not { } error
            || error is { Code: null, Message: null, ServiceErrorCode: null }
        )
        {
            return null;
        }

        var code = CodeOf(error, answer.Status ?? 0);
        var rule = s_rules.GetValueOrDefault(code) ?? ByStatus(answer.Status);
        return new NetworkError(code, Told(error), rule, answer.Status is 429 ? RetryAfter(answer, now) : null);
    }

    public static ErrorRule? Find(string code) => s_rules.GetValueOrDefault(code);

    /// <summary>LinkedIn says nothing about the wait. Bursts open soon, a day's quota at midnight UTC.</summary>
    private static TimeSpan RetryAfter(PlatformAnswer answer, DateTimeOffset now)
    {
        var untilMidnight = new DateTimeOffset(now.UtcDateTime.Date.AddDays(1), TimeSpan.Zero) - now + TimeSpan.FromMinutes(1);
        var soon = TimeSpan.FromMinutes(15);
        return answer.RetryAfter(now) ?? (untilMidnight < soon ? untilMidnight : soon);
    }

    private static string CodeOf(LinkedInError error, int status)
    {
        var inputs = error.ErrorDetails?.InputErrors ?? [];
        if (inputs.FirstOrDefault(input => input.Code is { } code && s_rules.ContainsKey(code)) is { Code: { } known })
        {
            return known;
        }

        return error switch
        {
            { Code: { Length: > 0 } code } when s_rules.ContainsKey(code) => code,
            { ServiceErrorCode: { } number } when s_serviceCodes.TryGetValue(number, out var name) => name,
            { Code: { Length: > 0 } code } => code,
            _ when status is 422 && error.Message?.Contains("duplicate", StringComparison.OrdinalIgnoreCase) is true => Duplicate,
            { ServiceErrorCode: { } number } => string.Create(CultureInfo.InvariantCulture, $"{status}/{number}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"http/{status}"),
        };
    }

    /// <summary>Where the code is new or left out, the status still tells what to do.</summary>
    private static ErrorRule? ByStatus(int? status) =>
        status switch
        {
            400 or 411 or 422 => s_rules["UNPROCESSABLE_ENTITY"],
            401 => s_rules["INVALID_ACCESS_TOKEN"],
            403 => s_rules["ACCESS_DENIED"],
            404 => s_rules["NOT_FOUND"],
            408 => s_rules["TIMEOUT"],
            409 => s_rules["CONFLICT"],
            426 => s_rules["NONEXISTENT_VERSION"],
            429 => s_rules["TOO_MANY_REQUESTS"],
            >= 500 => s_rules["INTERNAL_ERROR"],
            _ => null,
        };

    /// <summary>LinkedIn's words where they name what is wrong; those about tokens say nothing more.</summary>
    private static string? Told(LinkedInError error)
    {
        var details = (error.ErrorDetails?.InputErrors ?? [])
            .Select(input => input.Description)
            .Where(text => text is { Length: > 0 })
            .Distinct();
        return string.Join(" ", details) is { Length: > 0 } told ? told
            : error.Status is 401 ? null
            : error.Message;
    }

    private static ErrorRule Dead(string message) => new(RefusalClass.Reconnect, message, Reconnect, ErrorPage);

    private static ErrorRule Denied(string message) =>
        new(
            RefusalClass.Reconnect,
            message,
            "Connect the channel again and give every permission; for a page, let one of its super admins make the member an admin.",
            ErrorPage,
            IsPermission: true
        );

    private static ErrorRule Rejected(string message) =>
        new(RefusalClass.Rejected, message, "Change the post and schedule it again.", PostsPage);

    private static ErrorRule UploadAgain(string message, string source) =>
        new(RefusalClass.Transient, message, "It is uploaded again.", source, TimeSpan.FromSeconds(15), StartAgain: true);

    private static ErrorRule Version(string message) =>
        new(
            RefusalClass.Transient,
            message,
            "Whoever runs this system sets Platforms:LinkedIn:Version to a current month.",
            VersionPage,
            TimeSpan.FromMinutes(10)
        );

    private static ErrorRule Fault(string message) =>
        new(RefusalClass.Transient, message, "It is tried again.", ErrorPage, TimeSpan.FromSeconds(30));
}
