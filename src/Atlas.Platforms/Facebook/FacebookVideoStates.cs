namespace Atlas.Platforms.Facebook;

internal enum FacebookVideoState
{
    /// <summary>Uploaded, or being uploaded: nobody has asked to publish it.</summary>
    Unpublished,

    /// <summary>Facebook works on it. Whether it goes live after that can't be told yet.</summary>
    Processing,
    Published,
    Failed,
}

/// <summary>What a video's phases mean for its publication.</summary>
/// <seealso href="https://developers.facebook.com/docs/video-api/guides/reels-publishing"/>
internal static class FacebookVideoStates
{
    public static FacebookVideoState? StateOf(FacebookVideo? video) =>
        video?.Status is not { } status ? null
        : status.Failure() is not null ? FacebookVideoState.Failed
        : IsProcessing(status) ? FacebookVideoState.Processing
        : status.Publishing is { PublishStatus: "published" } || video.Published is true && status.VideoStatus is "ready"
            ? FacebookVideoState.Published
        : FacebookVideoState.Unpublished;

    /// <summary>What failed for good, or null. A copyright check that failed does not stop a publication.</summary>
    public static FacebookPhaseError? Failure(this FacebookVideoStatus status) =>
        status.Uploading is { Status: "error" } uploading ? uploading.Error ?? new FacebookPhaseError()
        : status.Processing is { Status: "error" } processing ? processing.Error ?? new FacebookPhaseError()
        : status.Publishing is { Status: "error" } publishing ? publishing.Error ?? new FacebookPhaseError()
        : status.VideoStatus is "error" or "upload_failed" or "expired" ? new FacebookPhaseError()
        : null;

    private static bool IsProcessing(FacebookVideoStatus status) =>
        status.VideoStatus is "processing"
        || status.Processing?.Status is "in_progress"
        || status.Publishing?.Status is "in_progress";
}
