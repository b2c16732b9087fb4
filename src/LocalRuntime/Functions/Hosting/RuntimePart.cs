namespace Atlas.LocalRuntime.Functions.Hosting;

/// <summary>A part of the runtime that works by itself, with its state for the health report.</summary>
internal abstract class RuntimePart(string name, TimeProvider time)
{
    private readonly Lock _lock = new();
    private RuntimePartHealth _health = new(name, RuntimePartState.NotStarted, LastError: null, LastErrorAt: null);

    public virtual RuntimePartHealth Health
    {
        get
        {
            lock (_lock)
            {
                return _health;
            }
        }
    }

    protected TimeProvider Time => time;

    /// <summary>Lets requests use it; called before the web server listens.</summary>
    public virtual Task OpenAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Begins its own work; called once the web server listens.</summary>
    public abstract Task StartAsync(CancellationToken cancellationToken);

    /// <summary>Ends what may need the web server; called before that is drained.</summary>
    public virtual Task QuiesceAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Takes no new work and waits for what runs, until <paramref name="cancellationToken"/> ends the patience.</summary>
    public abstract Task StopAsync(CancellationToken cancellationToken);

    protected void Report(RuntimePartState state)
    {
        lock (_lock)
        {
            _health = _health with { State = state };
        }
    }

    /// <summary>Keeps the fault for the report.</summary>
    /// <param name="state">Failing when the part itself is in trouble; a function's own failure leaves it running.</param>
    protected void ReportFault(Exception fault, RuntimePartState state)
    {
        lock (_lock)
        {
            _health = new RuntimePartHealth(name, state, $"{fault.GetType().Name}: {fault.Message}", time.GetUtcNow());
        }
    }
}
