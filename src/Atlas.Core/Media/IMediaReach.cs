namespace Atlas.Core.Media;

/// <summary>Says whether networks can fetch our media from where their addresses lead.</summary>
public interface IMediaReach
{
    /// <summary>Cheap to ask before every container: the answer is kept for minutes.</summary>
    /// <exception cref="Storage.StorageUnavailableException">Our own store could not be asked.</exception>
    Task<ReachAnswer> CheckAsync(CancellationToken cancellationToken);
}

/// <param name="Problem">What is wrong, in one line for a person; null where nothing is.</param>
public sealed record ReachAnswer(bool IsReachable, string? Problem)
{
    /// <summary>When it is worth asking again. Soon at first: an app that starts is at work before its address answers.</summary>
    public TimeSpan LookAgainIn { get; init; } = TimeSpan.FromMinutes(1);

    public static ReachAnswer Yes { get; } = new(true, null);

    public static ReachAnswer No(string problem) => new(false, problem);
}
