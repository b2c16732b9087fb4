namespace Atlas.LocalRuntime.DurableTask;

/// <summary>
/// Wakes instances at their time. All timers are rows in the order of time; the soonest of them, up to a horizon, are
/// also in memory. Nothing is harmed by a timer that is in memory twice or whose instance no longer wants it.
/// </summary>
internal sealed class TimerQueue : IDisposable
{
    private const int Window = 10_000;
    private const string Timers =
        "SELECT at, seq, task FROM timer WHERE (at, seq, task) > (?1, ?2, ?3) ORDER BY at, seq, task LIMIT ?4";
    private const string OwnedTimers =
        "SELECT at, seq, task, (SELECT input FROM instance i WHERE i.seq = timer.seq) FROM timer WHERE (at, seq, task) > (?1, ?2, ?3) ORDER BY at, seq, task LIMIT ?4";

    /// <summary>The wall clock may be set while we wait, so no wait is longer.</summary>
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(30);

    private static readonly DueTimer s_end = new(long.MaxValue, long.MaxValue, int.MaxValue);

    private readonly HubEngine _engine;
    private readonly PriorityQueue<DueTimer, DueTimer> _near = new(DueTimer.Order);
    private readonly List<DueTimer> _whileLoading = [];
    private readonly ITimer _timer;
    private DueTimer _horizon = new(long.MinValue, 0, 0);
    private long _armed = long.MaxValue;
    private bool _loading;
    private bool _closed;

    public TimerQueue(HubEngine engine)
    {
        _engine = engine;
        _timer = engine.Time.CreateTimer(
            _ => engine.Scheduler.Run(FireAsync),
            state: null,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan
        );
    }

    /// <summary>Adds a timer whose row is committed.</summary>
    public void Add(long ticks, long sequence, int taskId, string share)
    {
        DueTimer timer = new(ticks, sequence, taskId, share);
        lock (_near)
        {
            if (!timer.IsAfter(_horizon))
            {
                _near.Enqueue(timer, timer);
                Trim();
                Arm();
            }
            else if (_loading)
            {
                _whileLoading.Add(timer);
            }
        }
    }

    /// <summary>Takes the next timers from their rows, once nothing nearer is in memory.</summary>
    public async Task LoadAsync()
    {
        DueTimer from;
        lock (_near)
        {
            if (_loading || _near.Count > 0 || _horizon == s_end || _closed)
            {
                return;
            }

            _loading = true;
            from = _horizon;
        }

        List<DueTimer>? loaded = null;
        try
        {
            loaded = await _engine.Database.ReadAsync(s => Read(s, from));
        }
        finally
        {
            Loaded(loaded);
        }
    }

    /// <summary>Forgets what is in memory and reads the rows again: a commit may have happened that nobody was told of.</summary>
    public Task ReloadAsync()
    {
        lock (_near)
        {
            _near.Clear();
            _horizon = new(long.MinValue, 0, 0);
        }

        return LoadAsync();
    }

    public void Dispose()
    {
        lock (_near)
        {
            _closed = true;
        }

        _timer.Dispose();
    }

    private List<DueTimer> Read(SqliteStatements statements, DueTimer from)
    {
        List<DueTimer> timers = [];
        var row = statements
            .Prepared(_engine.Shares.AreKept ? OwnedTimers : Timers)
            .Bind(from.Ticks)
            .Bind(from.Sequence)
            .Bind(from.TaskId)
            .Bind(Window);
        while (row.Step())
        {
            var share = _engine.Shares.AreKept ? _engine.Shares.Of(row.Text(3)) : "";
            timers.Add(new DueTimer(row.Int64(0), row.Int64(1), (int)row.Int64(2), share));
        }

        return timers;
    }

    private void Loaded(List<DueTimer>? loaded)
    {
        lock (_near)
        {
            _loading = false;
            if (loaded is not null)
            {
                _horizon = loaded.Count < Window ? s_end : loaded[^1];
                foreach (var timer in loaded.Concat(_whileLoading.Where(t => !t.IsAfter(_horizon))))
                {
                    _near.Enqueue(timer, timer);
                }
            }

            _whileLoading.Clear();
            Arm();
        }
    }

    private async Task FireAsync()
    {
        List<DueTimer> due = [];
        lock (_near)
        {
            _armed = long.MaxValue;
            var now = _engine.Time.GetUtcNow().UtcTicks;
            while (_near.TryPeek(out var next, out _) && next.Ticks <= now)
            {
                due.Add(_near.Dequeue());
            }

            Arm();
        }

        foreach (var timer in due)
        {
            _engine.TimerDue(timer);
        }

        await LoadAsync();
    }

    /// <summary>Far timers need no place in memory: they are rows.</summary>
    private void Trim()
    {
        if (_near.Count <= 4 * Window)
        {
            return;
        }

        List<DueTimer> kept = [];
        while (kept.Count < Window)
        {
            kept.Add(_near.Dequeue());
        }

        _near.Clear();
        _near.EnqueueRange(kept.Select(t => (t, t)));
        _horizon = kept[^1];
    }

    private void Arm()
    {
        if (_closed || !_near.TryPeek(out var next, out _) || next.Ticks >= _armed)
        {
            return;
        }

        var now = _engine.Time.GetUtcNow().UtcTicks;
        var wait = TimeSpan.FromMilliseconds(Math.Ceiling(TimeSpan.FromTicks(Math.Max(0, next.Ticks - now)).TotalMilliseconds));
        if (wait > s_longestWait)
        {
            wait = s_longestWait;
            _armed = now + wait.Ticks;
        }
        else
        {
            _armed = next.Ticks;
        }

        _timer.Change(wait, Timeout.InfiniteTimeSpan);
    }
}
