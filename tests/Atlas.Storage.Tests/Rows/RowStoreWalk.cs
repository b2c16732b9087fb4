using Atlas.Core.Storage;

namespace Atlas.Storage.Tests.Rows;

/// <summary>A seeded random walk over a store beside a model of it, which must agree after every step.</summary>
internal sealed class RowStoreWalk(IRowStore store, string partition, int seed)
{
    private static readonly string[] s_keys =
    [
        .. "abcdefgh".SelectMany(c => (string[])[$"{c}", $"{c}{c}", $"{c}é", $"{c}😀", $"{c}\uFFFD"]),
    ];

    private readonly Random _random = new(seed);
    private readonly SortedDictionary<string, (string ETag, byte[] Data)> _model = new(StringComparer.Ordinal);
    private readonly List<string> _oldTags = ["0"];

    public int Conflicts { get; private set; }

    public int Written { get; private set; }

    public Task StepAsync() => _random.Next(3) == 0 ? CompareRangeAsync() : WriteAsync();

    private async Task WriteAsync()
    {
        var keys = (string[])s_keys.Clone();
        _random.Shuffle(keys);
        // Long batches of careless writes would all conflict: the longer, the more careful.
        var count = _random.Next(4) == 0 ? _random.Next(1, keys.Length) : _random.Next(1, 4);
        var careless = 0.5 / count;
        var writes = keys.Take(count).Select(key => Draw(key, careless)).ToList();
        var conflicts = writes.Select(Judge).ToList();

        var outcome = await store.WriteAsync(partition, writes, CancellationToken.None);

        if (conflicts.TrueForAll(c => c == RowConflict.None))
        {
            Assert.True(outcome.Succeeded, $"seed {seed}: {outcome.Conflict} at {outcome.FailedIndex}");
            Assert.Equal(-1, outcome.FailedIndex);
            Keep(writes, outcome.ETags);
            Written++;
        }
        else
        {
            Assert.False(outcome.Succeeded, $"seed {seed}: a batch with conflicts went through");
            Assert.NotEqual(RowConflict.None, conflicts[outcome.FailedIndex]);
            Assert.Equal(conflicts[outcome.FailedIndex], outcome.Conflict);
            Conflicts++;
        }
    }

    private RowWrite Draw(string key, double careless)
    {
        var data = new byte[_random.Next(60)];
        _random.NextBytes(data);
        var exists = _model.TryGetValue(key, out var row);
        if (_random.NextDouble() < careless)
        {
            return _random.Next(3) switch
            {
                0 => RowWrite.Insert(key, data),
                1 => RowWrite.Replace(key, data, AnyTag()),
                _ => RowWrite.Delete(key, AnyTag()),
            };
        }

        return (exists, _random.Next(4)) switch
        {
            (_, 0) => RowWrite.Upsert(key, data),
            (false, _) => RowWrite.Insert(key, data),
            (true, 1) => RowWrite.Delete(key, row.ETag),
            (true, 2) => RowWrite.Delete(key),
            (true, _) => RowWrite.Replace(key, data, row.ETag),
        };
    }

    private string AnyTag() =>
        _model.Count > 0 && _random.Next(2) == 0
            ? _model.ElementAt(_random.Next(_model.Count)).Value.ETag
            : _oldTags[_random.Next(_oldTags.Count)];

    private RowConflict Judge(RowWrite write)
    {
        var exists = _model.TryGetValue(write.Key, out var row);
        return write.Kind switch
        {
            RowWriteKind.Upsert => RowConflict.None,
            RowWriteKind.Insert => exists ? RowConflict.Exists : RowConflict.None,
            _ when !exists => RowConflict.Missing,
            _ when write.ETag is { } tag && tag != row.ETag => RowConflict.Changed,
            _ => RowConflict.None,
        };
    }

    private void Keep(List<RowWrite> writes, IReadOnlyList<string?> etags)
    {
        Assert.Equal(writes.Count, etags.Count);
        for (var i = 0; i < writes.Count; i++)
        {
            if (_model.Remove(writes[i].Key, out var replaced))
            {
                _oldTags.Add(replaced.ETag);
            }

            if (writes[i].Kind != RowWriteKind.Delete)
            {
                _model.Add(writes[i].Key, (Assert.IsType<string>(etags[i]), writes[i].Data.ToArray()));
            }
            else
            {
                Assert.Null(etags[i]);
            }
        }
    }

    private async Task CompareRangeAsync()
    {
        var range = _random.Next(4) switch
        {
            0 => RowRange.StartingWith($"{(char)('a' + _random.Next(9))}"),
            1 => RowRange.StartingWith(s_keys[_random.Next(s_keys.Length)]),
            _ => new RowRange(s_keys[_random.Next(s_keys.Length)], s_keys[_random.Next(s_keys.Length)], _random.Next(2) == 0),
        };
        var limit = _random.Next(1, 50);
        var expected = _model
            .Where(r => string.CompareOrdinal(r.Key, range.From) is var order && (range.FromExclusive ? order > 0 : order >= 0))
            .Where(r => string.CompareOrdinal(r.Key, range.Before) < 0)
            .ToList();

        var page = await store.ReadRangeAsync(partition, range, limit, CancellationToken.None);

        Assert.Equal(expected.Take(limit).Select(r => (r.Key, r.Value.ETag)), page.Rows.Select(r => (r.Key, r.ETag)));
        Assert.Equal(expected.Take(limit).Select(r => r.Value.Data), page.Rows.Select(r => r.Data.ToArray()));
        Assert.Equal(expected.Count > limit, page.HasMore);
    }
}
