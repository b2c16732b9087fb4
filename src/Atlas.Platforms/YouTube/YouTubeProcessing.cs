namespace Atlas.Platforms.YouTube;

/// <summary>In words, why a video that was uploaded can't be published.</summary>
/// <seealso href="https://developers.google.com/youtube/v3/docs/videos"/>
internal static class YouTubeProcessing
{
    public static readonly (string Code, string Message, string NextStep) Gone = (
        "video/gone",
        "The uploaded video was deleted at YouTube before its time.",
        "Schedule the post again to upload it anew."
    );

    public static readonly (string Code, string Message, string NextStep) KeptPrivate = (
        "video/kept-private",
        "YouTube took the change and kept the video private. It does so with Google projects that it has not audited.",
        "Make the video public in YouTube Studio, and have the Google project audited."
    );

    /// <summary>Null while nothing is wrong with it.</summary>
    public static (string Code, string Message, string NextStep)? Problem(VideoStatus status) =>
        status.UploadStatus switch
        {
            "failed" => (
                $"failed/{status.FailureReason}",
                Failure(status.FailureReason),
                "Export the video anew as MP4 with H.264."
            ),
            "rejected" => Rejection(status.RejectionReason),
            "deleted" => Gone,
            _ => null,
        };

    private static string Failure(string? reason) =>
        reason switch
        {
            "codec" => "YouTube can't read the video's codec.",
            "conversion" => "YouTube could not convert the video.",
            "emptyFile" => "The video's file is empty.",
            "invalidFile" => "YouTube can't read the video's file.",
            "tooSmall" => "The video's file is too small.",
            "uploadAborted" => "The upload was aborted.",
            _ => "YouTube failed to process the video.",
        };

    private static (string Code, string Message, string NextStep) Rejection(string? reason)
    {
        var (message, nextStep) = reason switch
        {
            "duplicate" => (
                "YouTube rejected the video: the channel has the same one already.",
                "Look for it in YouTube Studio, or publish another video."
            ),
            "claim" or "copyright" => (
                "YouTube rejected the video: somebody claims its content.",
                "Look at the claim in YouTube Studio."
            ),
            "trademark" => ("YouTube rejected the video: it violates a trademark.", "Look at the claim in YouTube Studio."),
            "inappropriate" or "legal" or "termsOfUse" => (
                "YouTube rejected the video: it breaks YouTube's rules.",
                "Read the reason in YouTube Studio."
            ),
            "length" => (
                "YouTube rejected the video: it is too long for this channel.",
                "Verify the channel's phone number at youtube.com/verify, or cut it to 15 minutes."
            ),
            "uploaderAccountClosed" or "uploaderAccountSuspended" => (
                "YouTube rejected the video: the channel is closed or suspended.",
                "Look at the channel in YouTube Studio."
            ),
            _ => ("YouTube rejected the video.", "Read the reason in YouTube Studio."),
        };
        return ($"rejected/{reason}", message, nextStep);
    }
}
