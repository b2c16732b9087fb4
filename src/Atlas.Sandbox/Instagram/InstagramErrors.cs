using Atlas.Sandbox.Meta;

namespace Atlas.Sandbox.Instagram;

/// <summary>The documented errors of publishing, by code and subcode. Texts are like the network's; clients must not read them.</summary>
internal static class InstagramErrors
{
    public const int SubcodeFetchFailed = 2207052;
    public const int SubcodeDownloadTimedOut = 2207003;
    public const int SubcodeBadVideo = 2207026;
    public const int SubcodeBadThumbOffset = 2207057;
    public const int SubcodeUploadFailed = 2207053;

    public static GraphError DownloadTimedOut { get; } =
        Make(-2, SubcodeDownloadTimedOut, "Timeout", "Download timed out", "It takes too long to download the media.");

    public static GraphError ContainerExpired { get; } =
        Make(
            -2,
            2207020,
            "Media Expired",
            "Media has expired",
            "The media you are trying to access has expired. Please try to upload again."
        );

    public static GraphError DeleteNotSupported { get; } =
        Make(-1, 2207073, "Delete not supported", "Delete not supported", "This item can't be deleted.");

    public static GraphError Quota { get; } =
        Make(
            9,
            2207042,
            "Application request limit reached",
            "Publish limit reached",
            "The daily limit of publishing is reached for this account."
        );

    public static GraphError NoSuchMedium { get; } =
        Make(
            24,
            2207006,
            "The requested resource does not exist",
            "Media not found",
            "The media could not be found. It may have been published or belong to another account."
        );

    public static GraphError UnknownMediaType { get; } =
        Make(100, 2207023, "Invalid parameter", "Unknown media type", "The media type is unknown.");

    public static GraphError CarouselSize { get; } =
        Make(100, 2207028, "Invalid parameter", "Carousel validation failed", "A carousel needs between 2 and 10 items.");

    public static GraphError ProductTagOnVideo { get; } =
        Make(100, 2207035, "Invalid parameter", "Product tag position", "Product tags on videos have no position.");

    public static GraphError ProductTagPosition { get; } =
        Make(100, 2207036, "Invalid parameter", "Product tag position", "Product tags on images need a position.");

    public static GraphError ProductTagInvalid { get; } =
        Make(100, 2207037, "Invalid parameter", "Product tag", "A product tag is invalid.");

    public static GraphError TooManyTags { get; } =
        Make(100, 2207040, "Invalid parameter", "Too many tags", "More than 20 people are tagged or mentioned.");

    public static GraphError FetchFailed { get; } =
        Make(
            9004,
            SubcodeFetchFailed,
            "Only photo or video can be accepted as media type.",
            "Media download has failed",
            "The media could not be fetched from this URI. Check that it is public and answers with the medium."
        );

    public static GraphError NotReady { get; } =
        Make(
            9007,
            2207027,
            "Media ID is not available",
            "Cannot publish",
            "The media is not ready for publishing, please wait for a moment"
        );

    public static GraphError ImageTooLarge { get; } =
        Make(36000, 2207004, "The image size is too large.", "Image too large", "The image is larger than 8 MiB.");

    public static GraphError ImageFormat { get; } =
        Make(36001, 2207005, "The image format is not supported.", "Unsupported image", "Only JPEG images are supported.");

    public static GraphError ImageRatio { get; } =
        Make(
            36003,
            2207009,
            "The aspect ratio is not supported.",
            "Aspect ratio",
            "The ratio of the image is outside 4:5 to 1.91:1."
        );

    public static GraphError Caption { get; } =
        Make(36004, 2207010, "The caption was too long.", "Caption", "A caption has at most 2,200 characters and 30 hashtags.");

    /// <summary>The text in a container's <c>status</c>, where clients look for the subcode.</summary>
    public static string StatusText(ContainerState state, int? subcode) =>
        state switch
        {
            ContainerState.InProgress => "In Progress: Media is still being processed.",
            ContainerState.Finished => "Finished: Media has been uploaded and it is ready to be published.",
            ContainerState.Published => "Published: Media has been successfully published.",
            ContainerState.Expired => "Expired: The container was not published within 24 hours and has expired.",
            ContainerState.Error => $"Error: Media upload has failed with error code {subcode ?? SubcodeUploadFailed}",
            _ => throw new ArgumentOutOfRangeException(nameof(state)),
        };

    private static GraphError Make(int code, int subcode, string message, string title, string user) =>
        new(code, message)
        {
            Subcode = subcode,
            IsTransient = false,
            UserTitle = title,
            UserMessage = user,
        };
}
