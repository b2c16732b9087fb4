using System.Text;
using Atlas.Core.Storage;

namespace Atlas.Storage.Tests.Rows;

/// <summary>What every row store does. Each test works in partitions of its own, so a store may be shared.</summary>
public abstract class RowStoreContract
{
    protected abstract IRowStore Store { get; }

    /// <summary>Scales the random tests down where each call is a request.</summary>
    protected virtual int Steps => 400;

    protected static CancellationToken None => CancellationToken.None;

    protected string Partition { get; } = $"p-{Guid.NewGuid():N}";

    [Fact]
    public async Task A_row_is_read_as_it_was_written_and_is_absent_before_and_after()
    {
        Assert.Null(await Store.ReadAsync(Partition, "a", None));

        var etag = Assert.Single((await Write(RowWrite.Insert("a", Bytes("one")))).ETags);
        var row = await Store.ReadAsync(Partition, "a", None);
        Assert.Equal(("a", etag, "one"), (row!.Key, row.ETag, Text(row)));

        Assert.Equal([null], (await Write(RowWrite.Delete("a", etag))).ETags);
        Assert.Null(await Store.ReadAsync(Partition, "a", None));
    }

    [Fact]
    public async Task Each_condition_is_kept_and_named()
    {
        var first = await Put("a", "1");
        var second = (await Write(RowWrite.Replace("a", Bytes("2"), first))).ETags[0]!;
        Assert.NotEqual(first, second);

        await Conflicts(RowConflict.Exists, RowWrite.Insert("a", Bytes("x")));
        await Conflicts(RowConflict.Changed, RowWrite.Replace("a", Bytes("x"), first));
        await Conflicts(RowConflict.Changed, RowWrite.Delete("a", first));
        await Conflicts(RowConflict.Missing, RowWrite.Replace("b", Bytes("x"), second));
        await Conflicts(RowConflict.Missing, RowWrite.Delete("b"));
        await Conflicts(RowConflict.Missing, RowWrite.Delete("b", second));

        var row = await Store.ReadAsync(Partition, "a", None);
        Assert.Equal((second, "2"), (row!.ETag, Text(row)));
        Assert.True((await Write(RowWrite.Delete("a"))).Succeeded);
    }

    [Fact]
    public async Task A_batch_with_one_conflict_writes_nothing_and_names_it()
    {
        var etag = await Put("b", "old");
        await Put("d", "old");

        var outcome = await Write(
            RowWrite.Insert("a", Bytes("new")),
            RowWrite.Replace("b", Bytes("new"), etag),
            RowWrite.Upsert("c", Bytes("new")),
            RowWrite.Insert("d", Bytes("new")),
            RowWrite.Delete("b2")
        );

        Assert.Equal((3, RowConflict.Exists), (outcome.FailedIndex, outcome.Conflict));
        Assert.Empty(outcome.ETags);
        Assert.Equal(["b=old", "d=old"], await All());
    }

    [Fact]
    public async Task A_row_that_was_deleted_and_made_again_has_another_tag()
    {
        HashSet<string> seen = [];
        for (var i = 0; i < 5; i++)
        {
            var etag = await Put("a", "same");
            Assert.True(seen.Add(etag), "a tag came back");
            Assert.True((await Write(RowWrite.Delete("a", etag))).Succeeded);
            foreach (var old in seen)
            {
                await Conflicts(RowConflict.Missing, RowWrite.Replace("a", Bytes("x"), old));
            }
        }

        await Put("a", "same");
        foreach (var old in seen)
        {
            await Conflicts(RowConflict.Changed, RowWrite.Replace("a", Bytes("x"), old));
        }
    }

    [Fact]
    public async Task A_batch_answers_a_tag_for_each_row_in_order()
    {
        var etags = (
            await Write([.. Enumerable.Range(0, 100).Select(i => RowWrite.Insert($"k{99 - i:00}", Bytes($"{i}")))])
        ).ETags;

        var rows = (await Store.ReadRangeAsync(Partition, RowRange.StartingWith("k"), 1000, None)).Rows;
        Assert.Equal(rows.Select(r => r.ETag).Reverse(), etags);
        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"{i}"), rows.Select(Text).Reverse());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(RowLimits.MaxPropertyBytes)]
    [InlineData(RowLimits.MaxPropertyBytes + 1)]
    [InlineData(RowLimits.MaxDataBytes)]
    public async Task A_document_of_any_allowed_size_comes_back_byte_for_byte_and_can_shrink(int size)
    {
        var data = new byte[size];
        new Random(size).NextBytes(data);
        var etag = (await Write(RowWrite.Insert("a", data))).ETags[0]!;
        Assert.Equal(data, (await Store.ReadAsync(Partition, "a", None))!.Data.ToArray());

        await Write(RowWrite.Replace("a", Bytes("small"), etag));
        Assert.Equal("small", Text((await Store.ReadAsync(Partition, "a", None))!));
        Assert.True((await Write(RowWrite.Upsert("a", data))).Succeeded);
        var page = await Store.ReadRangeAsync(Partition, RowRange.StartingWith("a"), 1, None);
        Assert.Equal(data, page.Rows[0].Data.ToArray());
    }

    [Fact]
    public async Task A_full_batch_of_large_documents_is_written_at_once()
    {
        var data = new byte[RowLimits.MaxBatchBytes / RowLimits.MaxWrites];
        Array.Fill(data, (byte)7);
        Assert.True((await Write([.. Enumerable.Range(0, 100).Select(i => RowWrite.Upsert($"{i:00}", data))])).Succeeded);
        Assert.Equal(100, (await All()).Count);
    }

    [Fact]
    public async Task What_breaks_a_limit_is_refused_and_writes_nothing()
    {
        await Refused([]);
        await Refused([.. Enumerable.Range(0, 101).Select(i => RowWrite.Insert($"{i}", default))]);
        await Refused([RowWrite.Insert("a", default), RowWrite.Upsert("a", default)]);
        await Refused([RowWrite.Insert("a", default), RowWrite.Insert("b", new byte[RowLimits.MaxDataBytes + 1])]);
        await Refused([.. Enumerable.Range(0, 4).Select(i => RowWrite.Insert($"{i}", new byte[RowLimits.MaxDataBytes]))]);
        foreach (var key in (string[])["", "a/b", "a\\b", "a#", "a?", "a\n", "a\u0085", new string('k', 513)])
        {
            await Refused([RowWrite.Insert(key, default)]);
            await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Store.ReadAsync(Partition, key, None));
            await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Store.ReadAsync(key, "a", None));
        }

        foreach (var limit in (int[])[0, 1001])
        {
            await Assert.ThrowsAnyAsync<ArgumentException>(async () =>
                await Store.ReadRangeAsync(Partition, RowRange.StartingWith("a"), limit, None)
            );
        }

        Assert.Empty(await All());
    }

    [Fact]
    public async Task Keys_of_every_allowed_kind_keep_their_order_and_their_rows()
    {
        string[] keys =
        [
            "!",
            "$x",
            "%41",
            "'",
            "''",
            "+",
            ":",
            "A",
            "A B",
            "a",
            "a'b\"c&<>",
            "a|b",
            "é",
            "日本",
            "😀",
            "\uFFFD",
            new('z', 512),
        ];
        await Write([.. keys.Select(k => RowWrite.Insert(k, Bytes(k)))]);

        var page = await Store.ReadRangeAsync(Partition, new RowRange("!", "\uFFFF"), 1000, None);

        Assert.Equal(keys.Order(StringComparer.Ordinal), page.Rows.Select(r => r.Key));
        Assert.All(page.Rows, r => Assert.Equal(r.Key, Text(r)));
        foreach (var key in keys)
        {
            Assert.Equal(key, Text((await Store.ReadAsync(Partition, key, None))!));
            Assert.Equal(key, (await Store.ReadRangeAsync(Partition, RowRange.StartingWith(key), 1, None)).Rows[0].Key);
        }
    }

    [Fact]
    public async Task Partitions_do_not_see_each_other()
    {
        await Put("a", "mine");
        await Store.WriteAsync(
            Partition + "2",
            [RowWrite.Insert("a", Bytes("theirs")), RowWrite.Insert("b", Bytes("theirs"))],
            None
        );

        Assert.Equal(["a=mine"], await All());
        Assert.Null(await Store.ReadAsync(Partition, "b", None));
        await Conflicts(RowConflict.Missing, RowWrite.Delete("b"));
    }

    [Fact]
    public async Task More_than_a_full_page_is_paged_through_without_gap_or_repeat()
    {
        for (var i = 0; i < 1100; i += 100)
        {
            await Write([.. Enumerable.Range(i, 100).Select(n => RowWrite.Insert($"{n:0000}", Bytes("x")))]);
        }

        var first = await Store.ReadRangeAsync(Partition, new RowRange("0", "1"), 1000, None);
        Assert.Equal((1000, false), (first.Rows.Count, first.HasMore));
        var all = await Store.ReadRangeAsync(Partition, new RowRange("0", "2"), 1000, None);
        Assert.Equal((1000, true), (all.Rows.Count, all.HasMore));
        var rest = await Store.ReadRangeAsync(Partition, new RowRange("0", "2").AfterKey(all.Rows[^1].Key), 1000, None);
        Assert.Equal((100, false), (rest.Rows.Count, rest.HasMore));
        Assert.Equal("1000", rest.Rows[0].Key);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Random_batches_and_ranges_agree_with_a_model(int seed)
    {
        var random = new RowStoreWalk(Store, Partition, seed);
        for (var step = 0; step < Steps; step++)
        {
            await random.StepAsync();
        }

        Assert.True(
            random.Conflicts > Steps / 20 && random.Written > Steps / 20,
            $"{random.Conflicts} conflicts, {random.Written} writes"
        );
    }

    [Fact]
    public async Task Fifty_workers_that_count_in_one_row_lose_no_update()
    {
        await Put("count", "0");
        var increments = Math.Max(1, Steps / 100);

        await Task.WhenAll(Enumerable.Range(0, 50).Select(worker => CountAsync($"w{worker:00}", increments)));

        Assert.Equal($"{50 * increments}", Text((await Store.ReadAsync(Partition, "count", None))!));
        Assert.Equal(50 * increments, (await Store.ReadRangeAsync(Partition, RowRange.StartingWith("w"), 1000, None)).Rows.Count);
    }

    [Fact]
    public async Task A_cancelled_call_does_nothing()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await Store.WriteAsync(Partition, [RowWrite.Insert("a", default)], cancelled.Token)
        );
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await Store.ReadAsync(Partition, "a", cancelled.Token)
        );
        Assert.Empty(await All());
    }

    protected static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    protected static string Text(Row row) => Encoding.UTF8.GetString(row.Data.Span);

    protected ValueTask<WriteOutcome> Write(params RowWrite[] writes) => Store.WriteAsync(Partition, writes, None);

    protected async Task<string> Put(string key, string text) => (await Write(RowWrite.Upsert(key, Bytes(text)))).ETags[0]!;

    protected async Task<List<string>> All() =>
        [
            .. (await Store.ReadRangeAsync(Partition, new RowRange("", "\uFFFF"), 1000, None)).Rows.Select(r =>
                $"{r.Key}={Text(r)}"
            ),
        ];

    private async Task Conflicts(RowConflict expected, RowWrite write)
    {
        var outcome = await Write(write);
        Assert.Equal((0, expected, false), (outcome.FailedIndex, outcome.Conflict, outcome.Succeeded));
    }

    private async Task Refused(RowWrite[] writes) =>
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Write(writes));

    private async Task CountAsync(string worker, int increments)
    {
        for (var i = 0; i < increments; )
        {
            var row = (await Store.ReadAsync(Partition, "count", None))!;
            var outcome = await Write(
                RowWrite.Replace("count", Bytes($"{int.Parse(Text(row)) + 1}"), row.ETag),
                RowWrite.Insert($"{worker}-{i}", default)
            );
            i += outcome.Succeeded ? 1 : 0;
        }
    }
}
