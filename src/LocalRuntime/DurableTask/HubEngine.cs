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
        Shares = new Shares(options.ShareOf);
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

    public Shares Shares { get; }

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

    /// <summary>Reads what the client's calls stand on.</summary>
    public async Task OpenAsync()
    {
        await Database.WriteAsync(s =>
        {
            Counters.Load(s);
            return s.Execute($"DELETE FROM message WHERE seq NOT IN (SELECT seq FROM instance WHERE {HubSchema.Unfinished})");
        });
        await CountUnfinishedAsync();
    }

    /// <summary>Takes up everything unfinished.</summary>
    public async Task TakeUpAsync()
    {
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

    /// <summary>Activities end and none begins; all else goes on, so that requests are still answered.</summary>
    public Task QuiesceAsync(CancellationToken cancellationToken) => Activities.StopAsync().WaitAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _stopped = true;
        Timers.Dispose();
        Delays.Dispose();
        return Task.WhenAll(Turns.CloseAsync(), Activities.StopAsync()).WaitAsync(cancellationToken);
    }

    /// <summary>Waits for turns, which are short, but not for an activity that won't be cancelled: its result would be dropped.</summary>
    public async ValueTask DisposeAsync()
    {
        _stopped = true;
        Timers.Dispose();
        Delays.Dispose();
        await Turns.CloseAsync();
        _ = Activities.StopAsync();
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
            await CountUnfinishedAsync();
            await Timers.ReloadAsync();
            await WakeUnderWayAsync();
            Waiters.AllMayHaveChanged();
        }
        catch (Exception ex) // the edge of a background task: it is planned again
        {
            Faulted(ex);
        }
    }

    private async Task CountUnfinishedAsync()
    {
        var count = await Database.ReadAsync(s => s.Scalar($"SELECT count(*) FROM instance WHERE {HubSchema.Unfinished}"));
        Interlocked.Exchange(ref _unfinished, count as long? ?? 0);
    }

    private async Task WakeUnderWayAsync()
    {
        foreach (var (sequence, input) in await Database.ReadAsync(s => HubRows.UnderWay(s, Shares.AreKept)))
        {
            Live.Deliver(sequence, new HistoryEvent(EventKind.Woken), Shares.Of(input));
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
