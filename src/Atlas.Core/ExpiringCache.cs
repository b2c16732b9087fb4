using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Atlas.Core;

/// <summary>
/// Values that may be a little old, in memory, of bounded number. When it is full, what has expired goes first; if that is
/// not enough everything goes: a look-up again is cheaper than book-keeping on every read.
/// </summary>
internal sealed class ExpiringCache<TKey, TValue>(TimeProvider time, TimeSpan lifetime, int capacity)
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, Entry> _entries = new();

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (_entries.TryGetValue(key, out var entry) && time.GetElapsedTime(entry.AddedAt) < lifetime)
        {
            value = entry.Value;
            return true;
        }

        value = default;
        return false;
    }

    public void Set(TKey key, TValue value)
    {
        if (_entries.Count >= capacity)
        {
            MakeRoom();
        }

        _entries[key] = new Entry(value, time.GetTimestamp());
    }

    public void Remove(TKey key) => _entries.TryRemove(key, out _);

    private void MakeRoom()
    {
        foreach (var (key, entry) in _entries)
        {
            if (time.GetElapsedTime(entry.AddedAt) >= lifetime)
            {
                _entries.TryRemove(key, out _);
            }
        }

        if (_entries.Count >= capacity)
        {
            _entries.Clear();
        }
    }

    private readonly record struct Entry(TValue Value, long AddedAt);
}
