using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.TikTok;

/// <summary>A creator, with the settings that TikTok tells by its creator info.</summary>
internal sealed class TikTokAccount(string id, string username) : NetworkAccount("tiktok", id, username)
{
    public bool IsPrivate { get; init; }
    public bool CommentDisabled { get; init; }
    public bool DuetDisabled { get; init; }
    public bool StitchDisabled { get; init; }
    public bool IsBanned { get; init; }

    /// <summary>Tokens of the control API come from an app that TikTok has not audited.</summary>
    public bool IsUnaudited { get; init; }
    public int LongestVideoSeconds { get; init; } = 600;

    /// <summary>Direct posts in 24 hours, over all apps.</summary>
    public int PostsPerDay { get; init; } = 15;

    /// <summary>How long a public post has no id yet.</summary>
    public TimeSpan Moderation { get; init; }

    /// <summary>What a file's address must begin with to be fetched; anything when null.</summary>
    public string? VerifiedPrefix { get; init; }

    public string[] PrivacyLevels =>
        [IsPrivate ? "FOLLOWER_OF_CREATOR" : "PUBLIC_TO_EVERYONE", "MUTUAL_FOLLOW_FRIENDS", "SELF_ONLY"];

    public static TikTokAccount Of(RestCall call) =>
        call.Account as TikTokAccount ?? throw new InvalidOperationException("The call has no account.");
}
