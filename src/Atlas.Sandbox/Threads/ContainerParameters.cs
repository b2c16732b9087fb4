using Atlas.Sandbox.Meta;
using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.Threads;

/// <summary>Reads what a container shall be, and refuses what the pages do not allow.</summary>
internal static class ContainerParameters
{
    public static readonly string[] Names =
    [
        "media_type",
        "text",
        "image_url",
        "video_url",
        "is_carousel_item",
        "children",
        "alt_text",
        "reply_to_id",
        "reply_control",
        "quote_post_id",
        "link_attachment",
        "topic_tag",
        "poll_attachment",
        "text_attachment",
        "text_entities",
        "is_spoiler_media",
        "allowlisted_country_codes",
        "is_ghost_post",
        "gif_attachment",
        "location_id",
    ];

    private static readonly string[] ReplyControls =
    [
        "everyone",
        "accounts_you_follow",
        "mentioned_only",
        "parent_post_author_only",
        "followers_only",
    ];

    public static (ContainerRequest? Request, GraphError? Error) Read(GraphCall call)
    {
        if (call["media_type"] is not { } type)
        {
            return (null, GraphErrors.Missing("media_type"));
        }

        var isItem = call["is_carousel_item"] is "true";
        var problem =
            Types(call, type, isItem)
            ?? Texts(call, type)
            ?? ReplyProblem(call)
            ?? AttachmentParameters.Problem(call, type)
            ?? OneOf(call, "is_carousel_item", "true", "false")
            ?? OneOf(call, "is_spoiler_media", "true", "false")
            ?? OneOf(call, "is_ghost_post", "true", "false")
            ?? PlaceProblem(call);
        if (problem is not null)
        {
            return (null, problem);
        }

        var request = new ContainerRequest
        {
            MediaType = type,
            Text = call["text"],
            ImageUrl = Address(call["image_url"]),
            VideoUrl = Address(call["video_url"]),
            IsCarouselItem = isItem,
            AltText = call["alt_text"],
            ReplyToId = call["reply_to_id"],
            ReplyControl = call["reply_control"],
            QuotePostId = call["quote_post_id"],
            LinkAttachment = call["link_attachment"],
            TopicTag = call["topic_tag"] ?? ThreadsText.FirstTopic(call["text"]),
            Poll = AttachmentParameters.Poll(call),
            TextAttachment = AttachmentParameters.PlainText(call),
            HasSpoilers = call.Parameters.Has("text_entities") || call["is_spoiler_media"] is "true",
            IsGhost = call["is_ghost_post"] is "true",
            GifId = AttachmentParameters.Gif(call),
            LocationId = call["location_id"],
            Countries = call["allowlisted_country_codes"]?.Split(',') ?? [],
        };
        return (request, null);
    }

    private static GraphError? Types(GraphCall call, string type, bool isItem) =>
        type is not ("TEXT" or "IMAGE" or "VIDEO" or "CAROUSEL")
            ? ThreadsErrors.Invalid("Param media_type must be one of {TEXT, IMAGE, VIDEO, CAROUSEL}")
        : isItem && type is not ("IMAGE" or "VIDEO") ? ThreadsErrors.Invalid("Only images and videos are items of a carousel")
        : type is "TEXT" && string.IsNullOrEmpty(call["text"]) ? GraphErrors.Missing("text")
        : Only(call, "image_url", type is "IMAGE")
            ?? Only(call, "video_url", type is "VIDEO")
            ?? Only(call, "children", type is "CAROUSEL")
            ?? (call.Parameters.Has("alt_text") && type is not ("IMAGE" or "VIDEO") ? Misplaced("alt_text", type) : null)
            ?? (isItem && call.Parameters.Has("text") ? Misplaced("text", "item of a carousel") : null)
            ?? (isItem && call.Parameters.Has("reply_to_id") ? Misplaced("reply_to_id", "item of a carousel") : null);

    private static GraphError? Only(GraphCall call, string name, bool isNeeded) =>
        (call[name], isNeeded) switch
        {
            (null, true) => GraphErrors.Missing(name),
            ({ } url, true) when name is not "children" && Address(url) is null => ThreadsErrors.Invalid(
                $"{name} is no public address"
            ),
            (not null, false) => Misplaced(name, call["media_type"] ?? ""),
            _ => null,
        };

    private static GraphError? Texts(GraphCall call, string type)
    {
        var text = call["text"] ?? "";
        if (ThreadsText.Length(text) > 500)
        {
            return ThreadsErrors.Invalid("Param text must be at most 500 characters long.");
        }

        if (call["alt_text"] is { Length: > 1000 })
        {
            return ThreadsErrors.Invalid("Param alt_text must be at most 1000 characters long.");
        }

        if (call["link_attachment"] is { } link && (type is not "TEXT" || Address(link) is null))
        {
            return ThreadsErrors.Invalid("link_attachment is an address and for text posts only");
        }

        if (ThreadsText.Links(text, call["link_attachment"], AttachmentParameters.Link(call)) > 5)
        {
            return ThreadsErrors.TooManyLinks;
        }

        return call["topic_tag"] is { } topic && (topic.Length is 0 or > 50 || topic.AsSpan().IndexOfAny('.', '&') >= 0)
            ? ThreadsErrors.TopicRefused
            : null;
    }

    private static GraphError? PlaceProblem(GraphCall call) =>
        call["location_id"] is not { } place ? null
        : place.Length is 0 || place.AsSpan().ContainsAnyExceptInRange('0', '9')
            ? ThreadsErrors.Invalid("Param location_id is the id of no place")
        : call.Token?.Scopes.Contains(ThreadsScopes.Places) is true ? null
        : GraphErrors.NoPermission;

    private static GraphError? ReplyProblem(GraphCall call) =>
        OneOf(call, "reply_control", ReplyControls)
        ?? (
            call.Parameters.Has("reply_control") && call.Parameters.Has("reply_to_id")
                ? Misplaced("reply_control", "reply")
                : Unknown(call, "reply_to_id") ?? Unknown(call, "quote_post_id")
        );

    private static GraphError? Unknown(GraphCall call, string name) =>
        call[name] is { } id && call.World.Directory(ThreadsNetwork.Name).Post(id) is null
            ? ThreadsErrors.Invalid($"Param {name} is the id of no post")
            : null;

    private static GraphError? OneOf(GraphCall call, string name, params ReadOnlySpan<string> values) =>
        call[name] is { } value && !values.Contains(value)
            ? ThreadsErrors.Invalid($"Param {name} must be one of {{{string.Join(", ", values)}}}")
            : null;

    private static GraphError Misplaced(string name, string what) =>
        ThreadsErrors.Invalid($"Param {name} can't be used with {what}");

    private static Uri? Address(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url : null;
}
