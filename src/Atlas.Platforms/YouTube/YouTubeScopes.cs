namespace Atlas.Platforms.YouTube;

/// <summary>The two permissions that we ask for.</summary>
internal static class YouTubeScopes
{
    /// <summary>Uploads, changes, playlists and reading.</summary>
    public const string Manage = "https://www.googleapis.com/auth/youtube";

    /// <summary>All of the above and comments and subtitles too, which no smaller scope allows.</summary>
    public const string Comments = "https://www.googleapis.com/auth/youtube.force-ssl";
}
