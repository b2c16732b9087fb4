using System.Collections.Concurrent;

namespace Atlas.Sandbox.Networks;

/// <summary>Counts calls per key in sliding windows.</summary>
internal sealed class RateBook : IWorldState<RateBook>
{
    private readonly World _world;
    private readonly ConcurrentDictionary<string, Queue<DateTimeOffset>> _calls = new();

    private RateBook(World world) => _world = world;

    public static RateBook Create(World world) => new(world);

    /// <summary>Counts one call; false, with the time until the next may come, when the window is full.</summary>
    public bool TryCount(string key, int limit, TimeSpan window, out TimeSpan retryAfter)
    {
        var now = _world.Now;
        var calls = _calls.GetOrAdd(key, _ => new Queue<DateTimeOffset>());
        lock (calls)
        {
            while (calls.TryPeek(out var oldest) && oldest <= now - window)
            {
                calls.Dequeue();
            }

            if (calls.Count >= limit)
            {
                retryAfter = calls.Peek() + window - now;
                return false;
            }

            calls.Enqueue(now);
            retryAfter = TimeSpan.Zero;
            return true;
        }
    }

    /// <summary>How many are left in the window, without counting one.</summary>
    public int Left(string key, int limit, TimeSpan window)
    {
        var now = _world.Now;
        var calls = _calls.GetOrAdd(key, _ => new Queue<DateTimeOffset>());
        lock (calls)
        {
            return Math.Max(0, limit - calls.Count(call => call > now - window));
        }
    }
}
