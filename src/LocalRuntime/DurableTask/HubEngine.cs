using Microsoft.Extensions.Logging;

namespace Atlas.LocalRuntime.DurableTask;

/// <summary>The parts of a running hub, and how they reach each other.</summary>
internal sealed partial class HubEngine : IAsyncDisposable
{
    private readonly ILogger _logger;
    private long _turns;
    private long _events;
    private long _unfinished;
    private int _sweepsPlanned;
    private volatile bool _stopped;
    private volatile string? _lastFault;

    public HubEngine(
        DurableTaskHubOptions options,
        DurableFunctions functions,
        TimeProvider time,
        IWorkScheduler scheduler,
        ILoggerFactory loggerFactory
    )
    {
        Options = options;
        Time = time;
        Scheduler = scheduler;
        Services = new RunServices(options, functions, new PayloadConverter(options.JsonSerializerOptions), loggerFactory);
        Hostile = options.HostileMode is { } hostile ? new HostileActs(hostile) : null;
        _logger = loggerFactory.CreateLogger("Atlas.LocalRuntime.DurableTask");
        Database = SqliteDatabase.Open(
            new SqliteDatabaseOptions(options.DatabasePath, HubSchema.Sql) { CommitSeam = options.CommitSeam },
            scheduler
        );
        Live = new LiveInstances(this);
        Turns = new TurnQueue(scheduler, options.MaxConcurrentOrchestrations);
        Activities = new ActivityQueue(this);
        Timers = new TimerQueue(this);
        Delays = new Delays(time, scheduler);
        Waiters = new InstanceWaiters();
    }

    public DurableTaskHubOptions Options { get; }

    public TimeProvider Time { get; }

    public IWorkScheduler Scheduler { get; }

    public RunServices Services { get; }

    public HostileActs? Hostile { get; }

    public SqliteDatabase Database { get; }

    public HubCounters Counters { get; } = new();

    public LiveInstances Live { get; }

    public TurnQueue Turns { get; }

    public ActivityQueue Activities { get; }

    public TimerQueue Timers { get; }

    public Delays Delays { get; }

    public InstanceWaiters Waiters { get; }

    public DurableTaskHubHealth Health =>
        new(
            Activities.Running,
            Activities.Queued,
            Turns.Count,
            Live.Count,
            Math.Max(0, Interlocked.Read(ref _unfinished) - Live.Count),
            Interlocked.Read(ref _turns),
            Interlocked.Read(ref _events),
            Database.Commits,
            _lastFault
        );

    public bool ForcesReplay() => Options.ReplayEveryTurn || Hostile?.ForcesReplay() == true;

    /// <summary>Takes up everything unfinished.</summary>
    public async Task StartAsync()
    {
        await Database.WriteAsync(s =>
        {
            Counters.Load(s);
            return s.Execute($"DELETE FROM message WHERE seq NOT IN (SELECT seq FROM instance WHERE {HubSchema.Unfinished})");
        });
        var unfinished = await Database.ReadAsync(s => s.Scalar($"SELECT count(*) FROM instance WHERE {HubSchema.Unfinished}"));
        Interlocked.Exchange(ref _unfinished, (long)(unfinished ?? 0L));
        await Timers.LoadAsync();
        await WakeUnderWayAsync();
        PlanRetention();
    }

    public void Write(SqliteWrite write)
    {
        if (_stopped)
        {
            write.Completed(new OperationCanceledException("The hub has stopped."));
            return;
        }

        Database.Enqueue(write);
    }

    /// <summary>An instance's row is committed.</summary>
    public void Started(InstanceInfo info)
    {
        Interlocked.Increment(ref _unfinished);
        if (info.StartTicks is { } start && start > Time.GetUtcNow().UtcTicks)
        {
            Timers.Add(start, info.Sequence, HistoryEvent.StartTask);
        }
        else if (!_stopped)
        {
            Live.Start(info);
        }
    }

    /// <summary>Called on the writer's lane once a turn is on disk.</summary>
    public void TurnCommitted(TurnWrite write)
    {
        _lastFault = null;
        Interlocked.Increment(ref _turns);
        Interlocked.Add(ref _events, write.Happened.Count + write.Asked.Count);
        foreach (var timer in write.NewTimers ?? [])
        {
            Timers.Add(timer.Ticks, write.Info.Sequence, timer.TaskId);
        }

        foreach (var child in write.Children)
        {
            Started(child);
        }

        foreach (var (sequence, message) in write.Sent)
        {
            Deliver(sequence, message);
        }

        var finished = write.Outcome is not null && write.NextInfo is null;
        if (finished)
        {
            Interlocked.Decrement(ref _unfinished);
        }

        if (finished || write.Turn == 0)
        {
            Waiters.Changed(write.Info.Id);
        }
    }

    /// <summary>Brings a committed message to its instance.</summary>
    public void Deliver(long sequence, HistoryEvent message)
    {
        if (_stopped)
        {
            return;
        }

        if (message.Kind == EventKind.EventRaised && Hostile is { } hostile)
        {
            if (hostile.RepeatsEvent())
            {
                Delays.After(hostile.Options.EventDelay, () => Arrive(sequence, message with { MessageRow = 0 }));
            }

            if (hostile.DelaysEvent())
            {
                Delays.After(hostile.Options.EventDelay, () => Arrive(sequence, message));
                return;
            }
        }

        Live.Deliver(sequence, message);
    }

    public void TimerDue(DueTimer timer)
    {
        HistoryEvent fired = new(EventKind.TimerFired, timer.TaskId) { Ticks = timer.Ticks };
        if (Hostile?.LosesTimer() == true)
        {
            Delays.After(Hostile.Options.LostTimerDelay, () => Arrive(timer.Sequence, fired));
            return;
        }

        Live.Deliver(timer.Sequence, fired);
    }

    public void Rejected(InstanceInfo info) => Log.Rejected(_logger, info.Id, info.Name, info.Version, Options.DefaultVersion);

    /// <summary>A read or commit failed. What it held may be on disk all the same, so later all is looked through again.</summary>
    public void Faulted(Exception fault)
    {
        if (_stopped)
        {
            return;
        }

        _lastFault = fault.Message;
        Log.Faulted(_logger, fault);
        if (Interlocked.Exchange(ref _sweepsPlanned, 1) == 0)
        {
            Delays.After(TimeSpan.FromSeconds(1), SweepAsync);
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _stopped = true;
        Turns.Close();
        Activities.Stop();
        Timers.Dispose();
        Delays.Dispose();
        while (!Turns.IsIdle || Activities.Running > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), Time, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Activities.Dispose();
        await Database.DisposeAsync();
    }

    private Task Arrive(long sequence, HistoryEvent message)
    {
        Live.Deliver(sequence, message);
        return Task.CompletedTask;
    }

    private async Task SweepAsync()
    {
        Interlocked.Exchange(ref _sweepsPlanned, 0);
        try
        {
            await Timers.ReloadAsync();
            await WakeUnderWayAsync();
        }
        catch (Exception ex) // the edge of a background task: it is planned again
        {
            Faulted(ex);
        }
    }

    private async Task WakeUnderWayAsync()
    {
        foreach (var sequence in await Database.ReadAsync(HubRows.UnderWay))
        {
            Live.Deliver(sequence, new HistoryEvent(EventKind.Woken));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "The hub's database failed. What was under way is tried again from what is on disk.")]
        public static partial void Faulted(ILogger logger, Exception exception);

        [LoggerMessage(
            LogLevel.Warning,
            "Instance {InstanceId} of {Name} has version '{Version}'; this program runs '{Own}' and leaves it alone."
        )]
        public static partial void Rejected(ILogger logger, string instanceId, string name, string version, string own);
    }
}
