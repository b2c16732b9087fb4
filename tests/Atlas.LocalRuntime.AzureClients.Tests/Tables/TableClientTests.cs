using System.Diagnostics.CodeAnalysis;
using Atlas.LocalRuntime.AzureClients.Tests.Azurite;
using Azure;
using Azure.Data.Tables;

namespace Atlas.LocalRuntime.AzureClients.Tests.Tables;

[Collection(nameof(AzuriteCollection))]
public sealed class TableClientTests(RunningAzurite azurite) : IAsyncLifetime
{
    private static readonly DateTimeOffset s_time = new DateTimeOffset(2026, 5, 4, 3, 2, 1, TimeSpan.FromHours(2)).AddTicks(
        1_234_567
    );

    private readonly TableClient _table = new(azurite.Server.ConnectionString, $"t{Guid.CreateVersion7():N}");

    public async Task InitializeAsync() => await _table.CreateIfNotExistsAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Every_type_comes_back_as_it_was_written()
    {
        var id = Guid.CreateVersion7();
        await _table.AddEntityAsync(
            new TableEntity("p", "r")
            {
                ["Text"] = "Grüße, \"quoted\" \u0001 👍",
                ["Empty"] = "",
                ["Flag"] = true,
                ["Int32"] = int.MinValue,
                ["Int64"] = long.MaxValue,
                ["SmallInt64"] = 5L,
                ["Double"] = 0.1,
                ["WholeDouble"] = 5.0,
                ["LargeDouble"] = 1e300,
                ["NaN"] = double.NaN,
                ["Infinity"] = double.NegativeInfinity,
                ["Guid"] = id,
                ["Time"] = s_time,
                ["Binary"] = new byte[] { 0, 255, 7 },
                ["Null"] = null,
            }
        );

        var read = (await _table.GetEntityAsync<TableEntity>("p", "r")).Value;

        Assert.Equal("Grüße, \"quoted\" \u0001 👍", read.GetString("Text"));
        Assert.Equal("", read.GetString("Empty"));
        Assert.True(read.GetBoolean("Flag"));
        Assert.Equal(int.MinValue, read.GetInt32("Int32"));
        Assert.Equal(long.MaxValue, read.GetInt64("Int64"));
        Assert.Equal(5L, read.GetInt64("SmallInt64"));
        Assert.Equal(0.1, read.GetDouble("Double"));
        Assert.Equal(5.0, read.GetDouble("WholeDouble"));
        Assert.Equal(1e300, read.GetDouble("LargeDouble"));
        Assert.Equal(double.NaN, read.GetDouble("NaN"));
        Assert.Equal(double.NegativeInfinity, read.GetDouble("Infinity"));
        Assert.Equal(id, read.GetGuid("Guid"));
        Assert.Equal(s_time, read.GetDateTimeOffset("Time"));
        Assert.Equal(s_time.UtcDateTime, read.GetDateTime("Time"));
        Assert.Equal([0, 255, 7], read.GetBinary("Binary"));
        Assert.False(read.ContainsKey("Null"));
        Assert.True(read.Timestamp > s_time);
        Assert.StartsWith("W/\"datetime'", read.ETag.ToString(), StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => read.GetInt32("Text"));
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("it's", "''")]
    [InlineData("a b+c%20d&e=f", "100%")]
    [InlineData("ключ", "日本 👍")]
    [InlineData("(a,b)", "PartitionKey='x'")]
    [InlineData("<>[]{}|^`~!@$*;:\".", "..")]
    [InlineData("", "")]
    public async Task Any_key_can_be_written_read_queried_changed_in_a_batch_and_deleted(string partitionKey, string rowKey)
    {
        await _table.UpsertEntityAsync(new TableEntity(partitionKey, rowKey) { ["V"] = 1 });
        await _table.SubmitTransactionAsync([
            new(TableTransactionActionType.UpsertMerge, new TableEntity(partitionKey, rowKey) { ["W"] = 2 }),
        ]);

        var read = (await _table.GetEntityAsync<TableEntity>(partitionKey, rowKey)).Value;
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partitionKey} and RowKey eq {rowKey}");
        var found = await _table.QueryAsync<TableEntity>(filter).ToListAsync();
        await _table.DeleteEntityAsync(partitionKey, rowKey, read.ETag);

        Assert.Equal((partitionKey, rowKey, 1, 2), (read.PartitionKey, read.RowKey, read.GetInt32("V"), read.GetInt32("W")));
        Assert.Equal(rowKey, Assert.Single(found).RowKey);
        Assert.False((await _table.GetEntityIfExistsAsync<TableEntity>(partitionKey, rowKey)).HasValue);
    }

    [Fact]
    public async Task A_write_with_a_stale_etag_is_refused_and_changes_nothing()
    {
        await _table.AddEntityAsync(new TableEntity("p", "r") { ["V"] = 1 });
        var first = (await _table.GetEntityAsync<TableEntity>("p", "r")).Value;
        var written = await _table.UpdateEntityAsync(
            new TableEntity("p", "r") { ["V"] = 2 },
            first.ETag,
            TableUpdateMode.Replace
        );

        var update = await Assert.ThrowsAsync<RequestFailedException>(() =>
            _table.UpdateEntityAsync(new TableEntity("p", "r") { ["V"] = 3 }, first.ETag)
        );
        var delete = await Assert.ThrowsAsync<RequestFailedException>(() => _table.DeleteEntityAsync("p", "r", first.ETag));

        Assert.Equal((412, "UpdateConditionNotSatisfied"), (update.Status, update.ErrorCode));
        Assert.Equal(412, delete.Status);
        var now = (await _table.GetEntityAsync<TableEntity>("p", "r")).Value;
        Assert.Equal(2, now.GetInt32("V"));
        Assert.Equal(written.Headers.ETag, now.ETag);
    }

    [Fact]
    public async Task Merge_keeps_other_properties_and_replace_drops_them()
    {
        await _table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 1, ["B"] = 1 });

        await _table.UpdateEntityAsync(new TableEntity("p", "r") { ["B"] = 2 }, ETag.All);
        var merged = (await _table.GetEntityAsync<TableEntity>("p", "r")).Value;
        await _table.UpsertEntityAsync(new TableEntity("p", "r") { ["B"] = 3 }, TableUpdateMode.Replace);
        var replaced = (await _table.GetEntityAsync<TableEntity>("p", "r")).Value;

        Assert.Equal((1, 2), (merged.GetInt32("A"), merged.GetInt32("B")));
        Assert.Equal((null, 3), (replaced.GetInt32("A"), replaced.GetInt32("B")));
    }

    [Fact]
    public async Task Failures_carry_status_and_code_and_what_is_absent_is_no_failure_to_delete()
    {
        await _table.AddEntityAsync(new TableEntity("p", "r"));

        var exists = await Assert.ThrowsAsync<RequestFailedException>(() => _table.AddEntityAsync(new TableEntity("p", "r")));
        var missing = await Assert.ThrowsAsync<RequestFailedException>(() => _table.GetEntityAsync<TableEntity>("p", "absent"));
        var deleted = await _table.DeleteEntityAsync("p", "absent");
        await Assert.ThrowsAsync<ArgumentException>(() => _table.UpdateEntityAsync(new TableEntity("p", "r"), default));

        Assert.Equal((409, "EntityAlreadyExists"), (exists.Status, exists.ErrorCode));
        Assert.Equal((404, "ResourceNotFound"), (missing.Status, missing.ErrorCode));
        Assert.Equal(404, deleted.Status);
    }

    [Fact]
    public async Task Selected_properties_alone_come_back()
    {
        await _table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 1, ["B"] = 2L });

        var one = (await _table.GetEntityAsync<TableEntity>("p", "r", ["B"])).Value;
        var many = await _table.QueryAsync<TableEntity>("PartitionKey eq 'p'", select: ["RowKey", "A"]).ToListAsync();

        Assert.Equal((null, 2L), (one.GetInt32("A"), one.GetInt64("B")));
        var row = Assert.Single(many);
        Assert.Equal(("r", 1, false), (row.RowKey, row.GetInt32("A"), row.ContainsKey("B")));
    }

    [Fact]
    public async Task Pages_follow_each_other_in_key_order_and_a_token_takes_up_where_it_left()
    {
        foreach (var chunk in Enumerable.Range(0, 250).Chunk(100))
        {
            await _table.SubmitTransactionAsync(
                chunk.Select(i => new TableTransactionAction(TableTransactionActionType.Add, new TableEntity("p ü", $"{i:D4}")))
            );
        }

        var pages = await _table.QueryAsync<TableEntity>("PartitionKey eq 'p ü'", maxPerPage: 60).AsPages().ToListAsync();
        var rest = await _table
            .QueryAsync<TableEntity>("PartitionKey eq 'p ü'", maxPerPage: 60)
            .AsPages(pages[1].ContinuationToken)
            .SelectMany(page => page.Values)
            .ToListAsync();

        Assert.Equal([60, 60, 60, 60, 10], pages.Select(page => page.Values.Count));
        Assert.Equal(
            Enumerable.Range(0, 250).Select(i => $"{i:D4}"),
            pages.SelectMany(page => page.Values).Select(row => row.RowKey)
        );
        Assert.Null(pages[^1].ContinuationToken);
        Assert.Equal(130, rest.Count);
    }

    [Fact]
    public async Task A_class_of_its_own_maps_to_a_row()
    {
        var written = new Publication
        {
            PartitionKey = "p",
            RowKey = "r",
            State = PublicationState.Published,
            Attempts = 3_000_000_000,
            DueAt = s_time,
            Body = BinaryData.FromString("x"),
            Ratio = 2,
        };

        await _table.AddEntityAsync(written);
        var read = (await _table.GetEntityAsync<Publication>("p", "r")).Value;
        var queried = Assert.Single(await _table.QueryAsync<Publication>().ToListAsync());

        Assert.Equal((PublicationState.Published, 3_000_000_000, s_time, "x", 2.0, null), Values(read));
        Assert.Equal(Values(read), Values(queried));
        Assert.NotEqual(default, queried.ETag);

        static (PublicationState, long, DateTimeOffset, string, double, int?) Values(Publication row) =>
            (row.State, row.Attempts, row.DueAt, row.Body.ToString(), row.Ratio, row.Missing);
    }

    [Fact]
    public async Task Tables_are_created_once_listed_and_deleted()
    {
        var service = new TableServiceClient(azurite.Server.ConnectionString);
        string[] names = [.. Enumerable.Range(0, 3).Select(i => $"list{Guid.CreateVersion7():N}")];
        foreach (var name in names)
        {
            await service.CreateTableIfNotExistsAsync(name);
            await service.CreateTableIfNotExistsAsync(name);
        }

        var again = await Assert.ThrowsAsync<RequestFailedException>(() => service.CreateTableAsync(names[0]));
        var found = await service.QueryAsync($"TableName eq '{names[1]}'").ToListAsync();
        var paged = await service.QueryAsync(maxPerPage: 1).ToListAsync();
        await service.DeleteTableAsync(names[2]);
        var deletedAgain = await service.DeleteTableAsync(names[2]);

        Assert.Equal("TableAlreadyExists", again.ErrorCode);
        Assert.Equal(names[1], Assert.Single(found).Name);
        Assert.Superset(names.ToHashSet(), paged.Select(item => item.Name).ToHashSet());
        Assert.Equal(404, deletedAgain.Status);
    }

    private sealed class Publication : ITableEntity
    {
        public required string PartitionKey { get; set; }
        public required string RowKey { get; set; }
        public DateTimeOffset? Timestamp { get; set; }
        public ETag ETag { get; set; }
        public PublicationState State { get; set; }
        public long Attempts { get; set; }
        public DateTimeOffset DueAt { get; set; }
        public BinaryData Body { get; set; } = BinaryData.Empty;
        public double Ratio { get; set; }
        public int? Missing { get; set; }

        [SuppressMessage("Performance", "CA1822", Justification = "A property that can't be set is not stored")]
        public string ReadOnly => "not stored";
    }

    private enum PublicationState
    {
        Draft,
        Published,
    }
}
