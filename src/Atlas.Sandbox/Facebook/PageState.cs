using System.Collections.Concurrent;
using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.Facebook;

/// <summary>What Pages have besides their posts.</summary>
internal sealed class PageState : IWorldState<PageState>
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<DateTimeOffset>> _reels = new();

    /// <summary>Fields to which an app is subscribed, by account and app.</summary>
    public ConcurrentDictionary<(string Account, string App), string[]> Subscriptions { get; } = new();

    /// <summary>Feed videos by the id of their upload session.</summary>
    public ConcurrentDictionary<string, PageVideo> Sessions { get; } = new();

    public static PageState Create(World world) => new();

    /// <summary>Counts a reel unless 24 hours hold the limit already.</summary>
    public bool TryCountReel(string pageId, DateTimeOffset now, int limit)
    {
        var times = _reels.GetOrAdd(pageId, _ => new ConcurrentQueue<DateTimeOffset>());
        lock (times)
        {
            while (times.TryPeek(out var oldest) && oldest <= now.AddHours(-24))
            {
                times.TryDequeue(out _);
            }

            if (times.Count >= limit)
            {
                return false;
            }

            times.Enqueue(now);
            return true;
        }
    }
}
