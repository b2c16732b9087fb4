namespace Atlas.Sandbox.Control;

/// <summary>The last calls that a simulated network received, in a ring.</summary>
internal sealed class CallLog
{
    private const int Size = 4_096;

    private readonly CallEntry?[] _ring = new CallEntry?[Size];
    private long _count;

    public long Count => Interlocked.Read(ref _count);

    public void Add(CallEntry entry)
    {
        var seq = Interlocked.Increment(ref _count);
        entry.Seq = seq;
        Volatile.Write(ref _ring[(seq - 1) % Size], entry);
    }

    /// <summary>Oldest first, after <paramref name="since"/>.</summary>
    public IReadOnlyList<CallEntry> Read(long since, int limit)
    {
        var entries = new List<CallEntry>();
        foreach (var slot in _ring)
        {
            if (slot is { } entry && entry.Seq > since)
            {
                entries.Add(entry);
            }
        }

        entries.Sort((a, b) => a.Seq.CompareTo(b.Seq));
        return entries.Count <= limit ? entries : entries[^limit..];
    }
}
