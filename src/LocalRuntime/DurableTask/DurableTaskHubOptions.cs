using System.Text.Json;

namespace Atlas.LocalRuntime.DurableTask;

public sealed record DurableTaskHubOptions
{
    /// <summary>The SQLite file, or null for a hub in memory that forgets all when it stops.</summary>
    public string? DatabasePath { get; init; }

    public int MaxConcurrentActivities { get; init; } = 10 * Environment.ProcessorCount;

    /// <summary>Most orchestrator turns that run at the same time; waiting instances don't count.</summary>
    public int MaxConcurrentOrchestrations { get; init; } = 2 * Environment.ProcessorCount;

    /// <summary>
    /// Whose an instance is, read from its input; null for nobody's. Owners take turns at turns and activities, and none of them
    /// gets all places at once. Null for first come first served.
    /// </summary>
    public Func<string, string?>? ShareOf { get; init; }

    /// <summary>Most waiting orchestrators kept in memory; beyond it the longest idle are dropped and replayed when something happens.</summary>
    public int MaxCachedOrchestrations { get; init; } = 4096;

    /// <summary>Timers longer than this are split into several.</summary>
    public TimeSpan MaximumTimerInterval { get; init; } = TimeSpan.FromDays(3);

    /// <summary>The version that new instances get, and that matching compares with.</summary>
    public string DefaultVersion { get; init; } = "";

    public VersionMatchStrategy VersionMatchStrategy { get; init; } = VersionMatchStrategy.CurrentOrOlder;

    public VersionFailureStrategy VersionFailureStrategy { get; init; } = VersionFailureStrategy.Reject;

    /// <summary>How long a finished instance's history is kept. Zero drops it with the commit that finishes the instance.</summary>
    public TimeSpan HistoryRetention { get; init; } = TimeSpan.Zero;

    /// <summary>How long a finished instance itself can be asked for; null for as long as nobody purges it.</summary>
    public TimeSpan? InstanceRetention { get; init; }

    /// <summary>How inputs, results, events and statuses are written. Null for the worker's own: names without regard to case, fields included.</summary>
    public JsonSerializerOptions? JsonSerializerOptions { get; init; }

    /// <summary>Replays the whole history before each turn. Slow; finds orchestrators that don't replay.</summary>
    public bool ReplayEveryTurn { get; init; }

    /// <summary>Null in production.</summary>
    public HostileOptions? HostileMode { get; init; }

    /// <summary>Where a test makes commits fail. Null in production.</summary>
    public ISqliteCommitSeam? CommitSeam { get; init; }
}
