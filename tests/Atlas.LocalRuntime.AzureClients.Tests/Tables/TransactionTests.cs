using Atlas.LocalRuntime.AzureClients.Tests.Azurite;
using Azure;
using Azure.Data.Tables;

namespace Atlas.LocalRuntime.AzureClients.Tests.Tables;

[Collection(nameof(AzuriteCollection))]
public sealed class TransactionTests(RunningAzurite azurite) : IAsyncLifetime
{
    private readonly TableClient _table = new(azurite.Server.ConnectionString, $"t{Guid.CreateVersion7():N}");

    public async Task InitializeAsync() => await _table.CreateIfNotExistsAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task All_kinds_of_changes_go_through_together_and_answer_in_order()
    {
        foreach (var key in (string[])["merge", "replace", "delete"])
        {
            await _table.AddEntityAsync(new TableEntity("p", key) { ["A"] = 1, ["B"] = "ä" });
        }

        var etag = (await _table.GetEntityAsync<TableEntity>("p", "merge")).Value.ETag;
        var answers = await _table.SubmitTransactionAsync([
            new(TableTransactionActionType.Add, Row("add", 1)),
            new(TableTransactionActionType.UpdateMerge, Row("merge", 2), etag),
            new(TableTransactionActionType.UpdateReplace, Row("replace", 3), ETag.All),
            new(TableTransactionActionType.Delete, Row("delete", 0), ETag.All),
            new(TableTransactionActionType.UpsertMerge, Row("upsertMerge", 4)),
            new(TableTransactionActionType.UpsertReplace, Row("upsertReplace", 5)),
        ]);

        Assert.Equal([204, 204, 204, 204, 204, 204], answers.Value.Select(answer => answer.Status));
        var rows = await _table.QueryAsync<TableEntity>().ToDictionaryAsync(row => row.RowKey);
        Assert.Equal(["add", "merge", "replace", "upsertMerge", "upsertReplace"], rows.Keys.Order());
        Assert.Equal((2, "ä"), (rows["merge"].GetInt32("A"), rows["merge"].GetString("B")));
        Assert.Equal((3, null), (rows["replace"].GetInt32("A"), rows["replace"].GetString("B")));
        Assert.Equal(rows["merge"].ETag, answers.Value[1].Headers.ETag);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(37)]
    [InlineData(99)]
    public async Task One_refused_change_undoes_all_and_is_named(int refused)
    {
        await _table.AddEntityAsync(Row($"{refused:D3}", 0));

        var failure = await Assert.ThrowsAsync<TableTransactionFailedException>(() =>
            _table.SubmitTransactionAsync(
                Enumerable
                    .Range(0, 100)
                    .Select(i => new TableTransactionAction(TableTransactionActionType.Add, Row($"{i:D3}", i)))
            )
        );

        Assert.Equal(
            (409, "EntityAlreadyExists", refused),
            (failure.Status, failure.ErrorCode, failure.FailedTransactionActionIndex)
        );
        Assert.Single(await _table.QueryAsync<TableEntity>().ToListAsync());
    }

    [Fact]
    public async Task A_stale_etag_inside_of_a_batch_is_told_as_412()
    {
        await _table.AddEntityAsync(Row("r", 0));
        var stale = (await _table.GetEntityAsync<TableEntity>("p", "r")).Value.ETag;
        await _table.UpsertEntityAsync(Row("r", 1));

        var failure = await Assert.ThrowsAsync<TableTransactionFailedException>(() =>
            _table.SubmitTransactionAsync([
                new(TableTransactionActionType.Add, Row("new", 1)),
                new(TableTransactionActionType.UpdateReplace, Row("r", 2), stale),
            ])
        );

        Assert.Equal((412, 1), (failure.Status, failure.FailedTransactionActionIndex));
        Assert.False((await _table.GetEntityIfExistsAsync<TableEntity>("p", "new")).HasValue);
    }

    [Fact]
    public async Task An_empty_batch_is_a_programming_error() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => _table.SubmitTransactionAsync([]));

    [Fact]
    public async Task Text_that_looks_like_a_part_boundary_survives_a_batch()
    {
        const string Hostile = "--changeset_1\r\nHTTP/1.1 500 No\r\n\r\n--batch";

        await _table.SubmitTransactionAsync([
            new(TableTransactionActionType.Add, new TableEntity("p", "r") { ["Text"] = Hostile }),
        ]);

        Assert.Equal(Hostile, (await _table.GetEntityAsync<TableEntity>("p", "r")).Value.GetString("Text"));
    }

    private static TableEntity Row(string key, int value) => new("p", key) { ["A"] = value };
}
