namespace Atlas.LocalRuntime.Functions.Hosting;

/// <summary>A part of the runtime that works by itself, with its state for the health report.</summary>
internal abstract class RuntimePart(string name, TimeProvider time)
{
    private readonly Lock _lock = new();
    private RuntimePartHealth _health = new(name, RuntimePartState.NotStarted, LastError: null, LastErrorAt: null);

    public RuntimePartHealth Health
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

    public abstract Task StartAsync(CancellationToken cancellationToken);

    /// <summary>Takes no new work and waits for what runs, until <paramref name="cancellationToken"/> ends the patience.</summary>
    public abstract Task StopAsync(CancellationToken cancellationToken);

    protected void Report(RuntimePartState state)
    {
        lock (_lock)
        {
            _health = _health with { State = state };
        }
    }

    protected void ReportFault(Exception fault)
    {
        lock (_lock)
        {
            _health = new RuntimePartHealth(
                name,
                RuntimePartState.Failing,
                $"{fault.GetType().Name}: {fault.Message}",
                time.GetUtcNow()
            );
        }
    }
}
