namespace Atlas.Core.Operations;

/// <summary>
/// Whether operators hold publishing. What they hold is kept in memory for a few seconds, so that a post costs no read of its own, and a
/// pause holds everywhere within that time.
/// </summary>
public sealed class PublishingHold(StandingNotices notices)
{
    public async ValueTask<Switches> ReadAsync(CancellationToken cancellationToken) =>
        (await notices.ReadAsync(cancellationToken)).Switches;

    public async ValueTask<bool> IsDrainingAsync(CancellationToken cancellationToken) =>
        (await ReadAsync(cancellationToken)).Drain is not null;

    /// <summary>After a switch was set here.</summary>
    internal void Forget() => notices.Forget();
}
