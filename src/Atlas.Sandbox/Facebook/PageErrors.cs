using Atlas.Sandbox.Meta;

namespace Atlas.Sandbox.Facebook;

/// <summary>The errors of publishing to Pages. Those with subcodes are as other publishers have recorded them.</summary>
internal static class PageErrors
{
    public static GraphError UserToken { get; } =
        new(190, "This method must be called with a Page Access Token") { Subcode = 2069032 };

    public static GraphError CommentIdentity { get; } = new(1705, "There was an error posting to this wall");

    public static GraphError PhotoUsed { get; } = Make(100, 1366051, "Already posted", "These photos were already posted.");

    public static GraphError PhotoFile { get; } =
        Make(324, 2069019, "Missing or invalid image file", "Your photos couldn't be uploaded. Photos should be less than 4 MB.");

    public static GraphError PhotoSize { get; } =
        Make(1, 1366046, "Photo too large", "Your photos couldn't be uploaded. Photos should be less than 4 MB.");

    public static GraphError Fetch { get; } = new(389, "(#389) Unable to fetch video file from URL.");

    public static GraphError NoVideo { get; } =
        new(6000, "There was a problem uploading your video file: Video Upload Is Missing");

    public static GraphError TooFast { get; } =
        Make(368, 1390008, "You're posting too fast", "You have published too many reels in the last 24 hours.");

    public static GraphError ReelRatio { get; } = Make(100, 1363040, "Invalid aspect ratio", "A reel has the aspect ratio 9:16.");

    public static GraphError ReelSize { get; } =
        Make(100, 1363127, "Invalid resolution", "A reel has at least 540 by 960 pixels.");

    public static GraphError ReelDuration { get; } = Make(100, 1363128, "Invalid duration", "A reel lasts 3 to 90 seconds.");

    public static GraphError ReelFrames { get; } =
        Make(100, 1363129, "Invalid frame rate", "A reel has 24 to 60 frames per second.");

    /// <summary>Media given straight to a story's edge.</summary>
    public static GraphError StoryMisuse { get; } =
        new(1, "An unknown error occurred") { Status = StatusCodes.Status500InternalServerError };

    private static GraphError Make(int code, int subcode, string message, string user) =>
        new(code, message)
        {
            Subcode = subcode,
            IsTransient = false,
            UserTitle = message,
            UserMessage = user,
        };
}
