using System.Collections.Concurrent;

namespace Atlas.Core.Publishing;

/// <summary>What this process remembers from sweep to sweep. Forgetting it costs reads and second starts, never a post.</summary>
internal sealed class SweepMemory(TimeProvider time)
{
    /// <summary>
    /// An entry is written before the batch that needs it. One that the ledger doesn't need now may be needed in a moment: it is
    /// removed when it is still a stray after this.
    /// </summary>
    private static readonly TimeSpan s_strayFor = TimeSpan.FromMinutes(5);

    /// <summary>Rounds may follow each other within seconds, and who is woken needs a moment. Less than the minute of the regular rounds.</summary>
    private static readonly TimeSpan s_wokenFor = TimeSpan.FromSeconds(55);

    private static readonly TimeSpan s_kept = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<DueEntry, DateTimeOffset> _strays = new();
    private readonly ConcurrentDictionary<DueEntry, (DateTimeOffset Since, DateTimeOffset Until)> _asleep = new();
    private readonly ConcurrentDictionary<(Id<Publication>, int), DateTimeOffset> _started = new();
    private readonly ConcurrentDictionary<(Id<Publication>, int), DateTimeOffset> _woken = new();

    /// <returns>Whether it has been one for so long that it can go.</returns>
    public bool IsLongStray(DueEntry entry) => time.GetUtcNow() - _strays.GetOrAdd(entry, time.GetUtcNow()) >= s_strayFor;

    public void NoStray(DueEntry entry) => _strays.TryRemove(entry, out _);

    public bool IsStarted(Publication publication) => _started.ContainsKey((publication.Id, publication.Generation));

    public void Started(Publication publication) => _started[(publication.Id, publication.Generation)] = time.GetUtcNow();

    public bool IsJustWoken(Publication publication) =>
        _woken.TryGetValue((publication.Id, publication.Generation), out var at) && time.GetUtcNow() - at < s_wokenFor;

    public void Woken(Publication publication) => _woken[(publication.Id, publication.Generation)] = time.GetUtcNow();

    /// <summary>It needn't be read again until then. An entry that is written again is another one.</summary>
    public void Sleeps(DueEntry entry, DateTimeOffset until) =>
        _asleep.AddOrUpdate(entry, (time.GetUtcNow(), until), (_, before) => (before.Since, until));

    /// <summary>
    /// Whether the ledger needed this very entry so long ago that whatever it was written before has come since, or writes it again: what
    /// no longer needs it then needs no further look.
    /// </summary>
    public bool IsLongCarried(DueEntry entry) =>
        _asleep.TryGetValue(entry, out var sleep) && time.GetUtcNow() - sleep.Since >= s_strayFor;

    /// <summary>Nothing has been asked of the publication since this very entry was carried: it only waits for its removal.</summary>
    public void SleepsAsStray(DueEntry entry)
    {
        if (_asleep.ContainsKey(entry))
        {
            Sleeps(entry, time.GetUtcNow() + s_strayFor);
        }
    }

    public bool IsAsleep(DueEntry entry) => _asleep.TryGetValue(entry, out var sleep) && time.GetUtcNow() < sleep.Until;

    /// <summary>Something has happened to many: whatever sleeps is looked at again, and may be woken again.</summary>
    public void WakeAll()
    {
        _asleep.Clear();
        _woken.Clear();
    }

    public void ForgetOld()
    {
        var now = time.GetUtcNow();
        Forget(_started, now - s_kept);
        Forget(_woken, now - s_wokenFor);
        Forget(_asleep, sleep => sleep.Until, now - 2 * s_strayFor);
        Forget(_strays, now - 2 * s_strayFor);
    }

    private static void Forget<TKey>(ConcurrentDictionary<TKey, DateTimeOffset> known, DateTimeOffset before)
        where TKey : notnull => Forget(known, at => at, before);

    private static void Forget<TKey, TValue>(
        ConcurrentDictionary<TKey, TValue> known,
        Func<TValue, DateTimeOffset> timeOf,
        DateTimeOffset before
    )
        where TKey : notnull
    {
        foreach (var (key, value) in known)
        {
            if (timeOf(value) < before)
            {
                known.TryRemove(key, out _);
            }
        }
    }
}
