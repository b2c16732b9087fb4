namespace Atlas.Sandbox.Threads;

/// <summary>Counts what an account did in the last 24 hours. What was deleted since counts too.</summary>
internal sealed class PublishQuota(int total)
{
    public static readonly TimeSpan Window = TimeSpan.FromHours(24);

    private readonly Lock _lock = new();
    private readonly Queue<DateTimeOffset> _used = new();

    public int Total => total;

    public int Used(DateTimeOffset now)
    {
        lock (_lock)
        {
            Forget(now);
            return _used.Count;
        }
    }

    public bool TryUse(DateTimeOffset now)
    {
        lock (_lock)
        {
            Forget(now);
            if (_used.Count >= total)
            {
                return false;
            }

            _used.Enqueue(now);
            return true;
        }
    }

    private void Forget(DateTimeOffset now)
    {
        while (_used.TryPeek(out var oldest) && oldest <= now - Window)
        {
            _used.Dequeue();
        }
    }
}
