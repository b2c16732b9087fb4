using Atlas.Testing.Clients;

namespace Atlas.EndToEnd.Networks;

/// <summary>The errors of every network, as its pages document them.</summary>
internal static class KnownFaults
{
    public static readonly IReadOnlyList<NetworkFaults> All =
    [
        new("facebook", "facebook.post.create", "Text")
        {
            MissingPermission = Graph(10, null, "Text", FaultEnd.Reconnect),
            ContentRefused = Graph(100, 1346003, "Text", FaultEnd.Rejected),
            Quota = Graph(100, 1390008, "Text", FaultEnd.WaitsForLimit),
            Preparation = ("facebook.photo.create", "Photos"),
            ProcessingFailed = Unreadable("facebook", "Reel", FaultEnd.Published),
        },
        Instagram("instagram facebook"),
        Instagram("instagram instagram"),
        new("threads", "threads.publish", "Image")
        {
            MissingPermission = Graph(10, null, "Image", FaultEnd.Reconnect),
            ContentRefused = Graph(100, 4279071, "Image", FaultEnd.Rejected, "threads.container.create"),
            AppWide = [ErrorClass.RateLimit],
            Reasons = Without(ErrorClass.Quota, "Its limits of calls and of posts are the app's too, and answered alike."),
            Preparation = ("threads.container.create", "Image"),
            ProcessingFailed = Unreadable("threads", "Video", FaultEnd.Published),
        },
        new("tiktok", "tiktok.upload.last", "Video")
        {
            MissingPermission = Named("scope_not_authorized", 401, "Video", FaultEnd.Reconnect, "tiktok.video.init"),
            ContentRefused = Named("spam_risk_text", 403, "Video", FaultEnd.Rejected, "tiktok.video.init"),
            Quota = Named("spam_risk_too_many_posts", 403, "Video", FaultEnd.WaitsForLimit, "tiktok.video.init"),
            Preparation = ("tiktok.video.init", "Video"),
            ProcessingFailed = Unreadable("tiktok", "Video", FaultEnd.Rejected) with { Code = "file_format_check_failed" },
        },
        LinkedIn("linkedin person", readsBack: false), // a member's posts can't be read
        LinkedIn("linkedin organization", readsBack: true),
        new("youtube", "youtube.videos.update", "Short")
        {
            MissingPermission = Named("insufficientPermissions", 403, "Short", FaultEnd.Reconnect),
            ContentRefused = Named("invalidTags", 400, "Short", FaultEnd.Rejected, "youtube.videos.insert"),
            Quota = Named("quotaExceeded", 403, "Short", FaultEnd.WaitsForLimit, "youtube.videos.insert"),
            AppWide = [ErrorClass.Quota],
            Preparation = ("youtube.videos.insert", "Short"),
            ProcessingFailed = Unreadable("youtube", "Short", FaultEnd.Rejected),
        },
        new("x", "x.post.create", "Text")
        {
            MissingPermission = Named("not-authorized-for-resource", 403, "Text", FaultEnd.Reconnect),
            ContentRefused = Named("invalid-request", 400, "Text", FaultEnd.Rejected),
            Quota = Named("usage-capped", 429, "Text", FaultEnd.WaitsForLimit),
            AppWide = [ErrorClass.Quota],
            Preparation = ("x.media.initialize", "Images"),
            ProcessingFailed = Unreadable("x", "Video", FaultEnd.Published),
        },
        new("pinterest", "pinterest.pin.create", "Image")
        {
            MissingPermission = new NetworkFault(
                new Fault(FaultKind.Error)
                {
                    HttpStatus = 401,
                    Code = 3,
                    Message = "Authorization failed. Missing: [pins:write]",
                },
                "Image",
                FaultEnd.Reconnect
            ),
            ContentRefused = new NetworkFault(
                new Fault(FaultKind.Error)
                {
                    HttpStatus = 400,
                    Code = 1,
                    Message = "The title is too long",
                },
                "Image",
                FaultEnd.Rejected
            )
            {
                Code = "400/1",
            },
            Preparation = ("pinterest.media.register", "Video"),
            ProcessingFailed = Unreadable("pinterest", "Video", FaultEnd.Published),
            Reasons = Without(ErrorClass.Quota, "Pinterest documents limits of calls and none of pins."),
        },
        new("bluesky", "bluesky.post.create", "Text")
        {
            // An app password opens all or nothing: what can be missing is the account's own right to post.
            MissingPermission = Named("AccountDeactivated", 400, "Text", FaultEnd.Reconnect),
            ContentRefused = Named("InvalidRequest", 400, "Text", FaultEnd.Rejected),
            Preparation = ("bluesky.blob.upload", "Images"),
            ProcessingFailed = Unreadable("bluesky", "Video", FaultEnd.Rejected) with { Code = "INVALID_VIDEO" },
            Reasons = Without(ErrorClass.Quota, "Posts take points of the same limit that all calls draw on."),
        },
        new("mastodon", "mastodon.status.create", "Text")
        {
            MissingPermission = Status(403, "This action is outside the authorized scopes", FaultEnd.Reconnect),
            ContentRefused = Status(422, "Validation failed: Text character limit of 500 exceeded", FaultEnd.Rejected),
            Preparation = ("mastodon.media.upload", "Images"),
            ProcessingFailed = Unreadable("mastodon", "Video", FaultEnd.Rejected) with { Code = "http/422" },
            Reasons = Without(ErrorClass.Quota, "Its servers count calls in minutes and no posts."),
        },
        new("telegram", "telegram.message.send", "Message")
        {
            ReadsBack = false, // bots can't read what they have sent
            MissingPermission = Telegram(403, "Forbidden: bot is not a member of the channel chat", FaultEnd.Reconnect),
            ContentRefused = Telegram(400, "Bad Request: can't parse entities", FaultEnd.Rejected),
            Reasons = new Dictionary<ErrorClass, string>
            {
                [ErrorClass.Quota] = "Messages a minute are limited, and that is answered as a limit of calls is.",
                [ErrorClass.ServerFaultInPreparation] =
                    "A message and its files are sent by one call, which followers see: nothing is prepared before it.",
                [ErrorClass.ProcessingFailed] =
                    "What Telegram makes of a file is known when the message is answered: that is a refusal of the content.",
            },
        },
    ];

    private static NetworkFaults Instagram(string network) =>
        new(network, "instagram.publish", "Image")
        {
            MissingPermission = Graph(10, null, "Image", FaultEnd.Reconnect),
            ContentRefused = Graph(36003, 2207009, "Image", FaultEnd.Rejected, "instagram.container.create"),
            Quota = Graph(9, 2207042, "Image", FaultEnd.WaitsForLimit),
            Preparation = ("instagram.container.create", "Image"),
            ProcessingFailed = Unreadable("instagram", "Reel", FaultEnd.Published),
        };

    private static NetworkFaults LinkedIn(string network, bool readsBack) =>
        new(network, "linkedin.post.create", "Text")
        {
            ReadsBack = readsBack,
            // A revoked one could be a new one that LinkedIn does not know everywhere yet: that takes half a minute to tell.
            DeadToken = Named("EXPIRED_ACCESS_TOKEN", 401, "Text", FaultEnd.PublishedOrReconnect),
            MissingPermission = Named("ACCESS_DENIED", 403, "Text", FaultEnd.Reconnect),
            ContentRefused = Named("FIELD_LENGTH_TOO_LONG", 400, "Text", FaultEnd.Rejected),
            Preparation = ("linkedin.image.initialize", "Image"),
            ProcessingFailed = Unreadable("linkedin", "Video", FaultEnd.Published),
            Reasons = Without(ErrorClass.Quota, "A used-up day of calls is answered as any other limit of calls is."),
        };

    private static Dictionary<ErrorClass, string> Without(ErrorClass error, string reason) => new() { [error] = reason };

    private static NetworkFault Graph(int code, int? subcode, string format, FaultEnd end, string? call = null) =>
        new(new Fault(FaultKind.GraphError, call) { Code = code, Subcode = subcode }, format, end)
        {
            Code = subcode is null ? $"{code}" : $"{code}/{subcode}",
        };

    private static NetworkFault Named(string error, int status, string format, FaultEnd end, string? call = null) =>
        new(new Fault(FaultKind.Error, call) { Error = error, HttpStatus = status }, format, end) { Code = error };

    private static NetworkFault Status(int status, string words, FaultEnd end) =>
        new(new Fault(FaultKind.Error) { Code = status, Message = words }, "Text", end) { Code = $"http/{status}" };

    private static NetworkFault Telegram(int code, string words, FaultEnd end) =>
        new(new Fault(FaultKind.Error) { Code = code, Message = words }, "Message", end) { Code = $"{code}" };

    private static NetworkFault Unreadable(string network, string format, FaultEnd end) =>
        new(new Fault(FaultKind.UnreadableMedia, $"{network}.processing"), format, end);
}
