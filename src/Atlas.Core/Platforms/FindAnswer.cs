namespace Atlas.Core.Platforms;

/// <summary>What a look at the network says about a post whose answer was lost.</summary>
public abstract record FindAnswer
{
    private FindAnswer() { }

    /// <summary>It is live, as one of these: best evidence first. The ledger takes the first that no other publication owns.</summary>
    /// <param name="ProvenLive">The network's own state says that it is live, whichever of the posts it is: absence is ruled out.</param>
    public sealed record Found(IReadOnlyList<FoundPost> Candidates, bool ProvenLive = false) : FindAnswer;

    /// <summary>It is not there.</summary>
    /// <param name="Certain">True where the network's own state says so (an unpublished container); false where it only does not show up.</param>
    public sealed record Absent(string Evidence, bool Certain) : FindAnswer;

    /// <summary>The network could not be read, now or ever.</summary>
    /// <param name="TokenRefused">Because it refuses the channel's token: the owner has to be told, or it stays unread.</param>
    /// <param name="IsProcessing">It could be read: the network has the post and has not come to an end with it.</param>
    public sealed record Unreadable(string Reason, bool Ever, bool TokenRefused = false, bool IsProcessing = false) : FindAnswer;
}

/// <param name="Evidence">In words: which state or which match told.</param>
public sealed record FoundPost(string PlatformPostId, string? Permalink, DateTimeOffset? PublishedAt, string Evidence);
