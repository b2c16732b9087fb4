using System.Collections.Concurrent;

namespace Atlas.LocalRuntime.DurableTask;

/// <summary>The unfinished instances in memory. Those that only wait leave it, longest idle first, beyond a limit.</summary>
internal sealed class LiveInstances(HubEngine engine)
{
    private readonly ConcurrentDictionary<long, LiveInstance> _all = new();
    private readonly LinkedList<LiveInstance> _idle = [];

    public int Count => _all.Count;

    public void Start(InstanceInfo info)
    {
        LiveInstance instance = new(engine, info);
        if (_all.TryAdd(info.Sequence, instance))
        {
            instance.Begin();
        }
    }

    /// <param name="share">Whose it is, where that is known before its rows are read.</param>
    public void Deliver(long sequence, HistoryEvent message, string share = "")
    {
        while (
            !_all.GetOrAdd(sequence, static (s, e) => new LiveInstance(e.engine, s, e.share), (engine, share)).TryPost(message)
        ) { }
    }

    public void Remove(LiveInstance instance)
    {
        NoLongerIdle(instance);
        _all.TryRemove(new KeyValuePair<long, LiveInstance>(instance.Sequence, instance));
    }

    public void Idle(LiveInstance instance)
    {
        LiveInstance? oldest = null;
        lock (_idle)
        {
            if (instance.IdleNode is null)
            {
                instance.IdleNode = _idle.AddLast(instance);
            }

            if (_idle.Count > engine.Options.MaxCachedOrchestrations)
            {
                // Taken off the list at once, or all that come idle before it is gone would pick the same one.
                oldest = _idle.First?.Value;
                _idle.RemoveFirst();
                oldest?.IdleNode = null;
            }
        }

        if (oldest is not null)
        {
            engine.Scheduler.Run(() =>
            {
                oldest.TryEvict();
                return Task.CompletedTask;
            });
        }
    }

    public void NoLongerIdle(LiveInstance instance)
    {
        lock (_idle)
        {
            if (instance.IdleNode is { } node)
            {
                _idle.Remove(node);
                instance.IdleNode = null;
            }
        }
    }
}
