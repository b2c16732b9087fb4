using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.YouTube;

/// <summary>A channel; or a Google account that has none yet.</summary>
internal sealed class YouTubeAccount(string id, string username) : NetworkAccount("youtube", id, username)
{
    public bool HasChannel { get; init; } = true;

    /// <summary>Videos of projects that were not audited stay private, whatever is asked.</summary>
    public bool IsLocked { get; init; }

    /// <summary>Whether its phone number is verified: long videos and thumbnails need it.</summary>
    public bool IsVerified { get; init; } = true;

    /// <summary>The channel's own limit of uploads in 24 hours.</summary>
    public int UploadLimit { get; init; } = 1_000;

    public string UploadsPlaylist => $"UU{Id[2..]}";

    /// <summary>A playlist that every channel here has.</summary>
    public string OwnPlaylist => $"PL{Id[2..]}";

    public override IReadOnlyDictionary<string, string> Extra => new Dictionary<string, string> { ["playlistId"] = OwnPlaylist };
}
