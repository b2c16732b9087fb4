using Atlas.Sandbox.Meta;

namespace Atlas.Sandbox.Instagram;

/// <summary>Reads the parameters of a container and checks everything that needs no media.</summary>
internal static class ContainerParameters
{
    public static readonly string[] Names =
    [
        "image_url",
        "video_url",
        "media_type",
        "is_carousel_item",
        "children",
        "caption",
        "alt_text",
        "user_tags",
        "product_tags",
        "collaborators",
        "location_id",
        "cover_url",
        "thumb_offset",
        "share_to_feed",
        "audio_name",
        "audio_configuration",
        "trial_params",
        "is_ai_generated",
        "is_paid_partnership",
        "branded_content_sponsor_ids",
        "upload_type",
        "poll_attachment",
        "is_poll_duration_extended",
        "is_comment_prompt_used",
    ];

    private const int MaxAltText = 1_000;

    public static GraphError? Read(GraphCall call, out ContainerRequest? request)
    {
        request = null;
        var reader = new ParameterReader(call);
        var isResumable = reader.OneOf("upload_type", "resumable") is not null;
        var isItem = reader.Bool("is_carousel_item") ?? false;
        var image = reader.Url("image_url");
        var video = reader.Url("video_url");
        var kind = Kind(call, isItem, hasVideo: video is not null || isResumable);
        if (kind is not { } known)
        {
            return InstagramErrors.UnknownMediaType;
        }

        if (call.World.Options.StrictParameters && ContainerMatrix.Misplaced(call.Parameters, known) is { } misplaced)
        {
            return GraphErrors.Invalid($"The parameter {misplaced} is not allowed for this kind of media");
        }

        if (Source(known, image, video, isResumable) is { } missing)
        {
            return reader.Error ?? missing;
        }

        request = new ContainerRequest
        {
            Kind = known,
            ImageUrl = image,
            VideoUrl = video,
            CoverUrl = reader.Url("cover_url"),
            IsResumable = isResumable,
            Caption = call["caption"],
            AltText = reader.Text("alt_text", MaxAltText),
            LocationId = reader.Number("location_id"),
            ThumbOffsetMs = reader.Int("thumb_offset"),
            ShareToFeed = reader.Bool("share_to_feed") ?? true,
            IsAiGenerated = reader.Bool("is_ai_generated") ?? false,
            AudioName = call["audio_name"],
            UserTags = TagParameters.UserTags(reader, known),
            Collaborators = reader.Strings("collaborators"),
            Children = reader.Strings("children"),
            ProductIds = TagParameters.Products(call),
            Poll = ContainerExtras.Poll(reader),
            HasCommentPrompt = reader.Bool("is_comment_prompt_used") ?? false,
            IsPaidPartnership = reader.Bool("is_paid_partnership") ?? false,
        };
        reader.Strings("branded_content_sponsor_ids");
        ContainerExtras.Check(reader);
        return reader.Error ?? TagParameters.CheckProductTags(call, known) ?? CheckCounts(call, request);
    }

    private static ContainerKind? Kind(GraphCall call, bool isItem, bool hasVideo) =>
        (call["media_type"], isItem, hasVideo) switch
        {
            (null or "IMAGE", true, false) => ContainerKind.CarouselImage,
            (null or "VIDEO", true, true) => ContainerKind.CarouselVideo,
            (null or "IMAGE", false, false) => ContainerKind.Image,
            ("CAROUSEL", false, _) => ContainerKind.Carousel,
            ("REELS", false, _) => ContainerKind.Reel,
            ("STORIES", false, _) => ContainerKind.Story,
            _ => null, // VIDEO on its own is gone, and reels can't be items
        };

    private static GraphError? Source(ContainerKind kind, Uri? image, Uri? video, bool isResumable) =>
        kind switch
        {
            ContainerKind.Carousel => null,
            ContainerKind.Image or ContainerKind.CarouselImage when image is null => GraphErrors.Missing("image_url"),
            ContainerKind.Reel or ContainerKind.CarouselVideo when video is null && !isResumable => GraphErrors.Missing(
                "video_url"
            ),
            ContainerKind.Story when image is null && video is null && !isResumable => GraphErrors.Missing("image_url"),
            _ when (image is null ? 0 : 1) + (video is null ? 0 : 1) + (isResumable ? 1 : 0) > 1 => GraphErrors.Invalid(
                "Only one of image_url, video_url and upload_type can be given"
            ),
            _ => null,
        };

    private static GraphError? CheckCounts(GraphCall call, ContainerRequest request)
    {
        var max = call.World.Options.MaxCollaborators;
        return request.Caption is { } caption && CaptionRules.Check(caption) is { } problem ? problem
            : request.UserTags.Count > CaptionRules.MaxMentions ? InstagramErrors.TooManyTags
            : request.Collaborators.Count > max ? GraphErrors.Invalid($"At most {max} collaborators can be invited")
            : request.ThumbOffsetMs < 0 ? GraphErrors.Invalid("thumb_offset must not be negative")
            : request.Kind is ContainerKind.Carousel && request.Children.Count is < 2 or > 10 ? InstagramErrors.CarouselSize
            : request.IsResumable && call.Host is GraphHost.InstagramGraph && !call.World.Options.InstagramLoginResumable
                ? GraphErrors.Invalid("upload_type is not supported for this app")
            : null;
    }
}
