using System.Collections.Concurrent;

namespace Atlas.Sandbox.Meta;

/// <summary>Counts calls in fixed windows against a budget, as percentages for the usage headers.</summary>
internal sealed class UsageMeter(TimeSpan window)
{
    private readonly ConcurrentDictionary<string, Window> _windows = new();

    /// <summary>Counts one call. 0 while there is no budget; above 100 the call is over it.</summary>
    public Usage Count(string key, int budget, DateTimeOffset now)
    {
        if (budget <= 0)
        {
            return default;
        }

        var current = _windows.GetOrAdd(key, _ => new Window());
        lock (current)
        {
            if (now - current.Start >= window)
            {
                current.Start = now;
                current.Calls = 0;
            }

            current.Calls++;
            var percent = (int)Math.Min(1_000, current.Calls * 100L / budget);
            var isOver = current.Calls > budget;
            return new Usage(percent, isOver, isOver ? (int)Math.Ceiling((current.Start + window - now).TotalMinutes) : 0);
        }
    }

    private sealed class Window
    {
        public DateTimeOffset Start;
        public long Calls;
    }
}

/// <param name="Percent">Of the budget, 100 is throttled.</param>
/// <param name="IsOver">The call is beyond the budget.</param>
/// <param name="MinutesToRegain">Until calls are answered again; the network counts minutes here.</param>
internal readonly record struct Usage(int Percent, bool IsOver, int MinutesToRegain);
