namespace Atlas.Core.Platforms;

/// <summary>What a look at the network says about a live post that a person wanted changed or removed.</summary>
public abstract record LiveAnswer
{
    private LiveAnswer() { }

    /// <summary>It is there.</summary>
    /// <param name="IsAsWanted">Whether it says what the content says, as far as an edit can change it.</param>
    public sealed record Shown(bool IsAsWanted) : LiveAnswer;

    public sealed record Gone : LiveAnswer;

    /// <summary>It could not be read, now or ever.</summary>
    /// <param name="TokenRefused">As <see cref="FindAnswer.Unreadable"/>'s.</param>
    public sealed record Unreadable(string Reason, bool Ever, bool TokenRefused = false) : LiveAnswer;
}
