using System.Collections.Concurrent;

namespace Atlas.Capacity.Counting;

/// <summary>Counts by stage: which part of the app was at work.</summary>
internal sealed class Tally
{
    private static readonly AsyncLocal<string?> s_stage = new();
    private readonly ConcurrentDictionary<(string Stage, Unit Unit), long> _counts = new();
    private readonly ConcurrentDictionary<(string Stage, string Rows), long> _requests = new();

    /// <summary>Whatever is counted from here on, and by what is started from here, belongs to this stage.</summary>
    public static void Enter(string stage) => s_stage.Value = stage;

    public void Add(Unit unit, int count = 1) =>
        _counts.AddOrUpdate((s_stage.Value ?? Stages.Network, unit), count, (_, before) => before + count);

    /// <param name="rows">What is asked of the tables, and of which kind of row.</param>
    public void AddRequest(string rows) =>
        _requests.AddOrUpdate((s_stage.Value ?? Stages.Network, rows), 1, (_, before) => before + 1);

    public Counts Take() =>
        new(
            _counts.ToDictionary(count => count.Key, count => (double)count.Value),
            _requests.ToDictionary(count => count.Key, count => (double)count.Value)
        );

    public void Clear()
    {
        _counts.Clear();
        _requests.Clear();
    }
}

internal static class Stages
{
    public const string Upload = "upload";
    public const string Request = "request";
    public const string Message = "message";
    public const string Orchestration = "orchestration";

    /// <summary>The network, when it fetches what it was told to.</summary>
    public const string Network = "network";

    public static string Timer(string function) => $"timer {function}";
}
