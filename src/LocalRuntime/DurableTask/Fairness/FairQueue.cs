using System.Diagnostics.CodeAnalysis;

namespace Atlas.LocalRuntime.DurableTask;

/// <summary>
/// Work in lanes, one for each who shares the engine: first come first served within a lane, and the lanes take turns. Not
/// safe for use by several threads: the owner locks it.
/// </summary>
/// <param name="slots">
/// How much may run at the same time; null where that isn't counted here. While places are scarce no lane takes more than
/// three times what is left free, so that slow work of one never holds all of them, and a place is free for whoever comes next.
/// </param>
internal sealed class FairQueue<T>(int? slots = null)
{
    private const int HoldPerFree = 3;
    private const int KeptLanes = 256;

    private readonly Dictionary<string, Lane> _lanes = [];
    private readonly Queue<Lane> _waiting = [];
    private int _running;

    public int Count { get; private set; }

    /// <summary>Whether there is something that may run now.</summary>
    public bool CanTake
    {
        get
        {
            if (_running < slots.GetValueOrDefault(int.MaxValue))
            {
                foreach (var lane in _waiting)
                {
                    if (MayRun(lane))
                    {
                        return true;
                    }
                }
            }

            return false;
        }
    }

    /// <param name="share">Whose it is; all work without an owner shares one lane that no limit holds back.</param>
    public void Add(string share, T item)
    {
        if (!_lanes.TryGetValue(share, out var lane))
        {
            lane = new Lane(share);
            _lanes.Add(share, lane);
        }

        lane.Items.Enqueue(item);
        Count++;
        if (lane.Items.Count == 1)
        {
            _waiting.Enqueue(lane);
        }
    }

    /// <summary>Takes what is next. Where places are counted, <see cref="Release"/> gives its place back.</summary>
    public bool TryTake([MaybeNullWhen(false)] out T item, [NotNullWhen(true)] out string? share)
    {
        if (_running < slots.GetValueOrDefault(int.MaxValue))
        {
            for (var left = _waiting.Count; left > 0; left--)
            {
                var lane = _waiting.Dequeue();
                if (!MayRun(lane))
                {
                    _waiting.Enqueue(lane);
                    continue;
                }

                (item, share) = (lane.Items.Dequeue(), lane.Share);
                if (lane.Items.Count > 0)
                {
                    _waiting.Enqueue(lane);
                }

                Took(lane);
                return true;
            }
        }

        (item, share) = (default, null);
        return false;
    }

    public void Release(string share)
    {
        _running--;
        var lane = _lanes[share];
        lane.Running--;
        Forget(lane);
    }

    private bool MayRun(Lane lane) =>
        slots is not { } all || lane.Share.Length == 0 || lane.Running < HoldPerFree * (all - _running);

    private void Took(Lane lane)
    {
        Count--;
        if (slots is not null)
        {
            _running++;
            lane.Running++;
        }

        Forget(lane);
    }

    private void Forget(Lane lane)
    {
        if (lane is { Running: 0, Items.Count: 0 } && _lanes.Count > KeptLanes)
        {
            _lanes.Remove(lane.Share);
        }
    }

    private sealed class Lane(string share)
    {
        public string Share => share;

        public Queue<T> Items { get; } = [];

        public int Running { get; set; }
    }
}
