namespace Atlas.Core.Clocks;

/// <summary>Asks a server for nothing but the time.</summary>
public interface IClockProbe
{
    /// <summary>What it answers reaches <see cref="ClockWatch"/>. Without effect where it can't be reached.</summary>
    Task AskAsync(Uri origin, CancellationToken cancellationToken);
}
