using Atlas.Core.Storage;
using Atlas.Storage.AzureTables;
using Azure.Data.Tables;

namespace Atlas.Storage.Tests.Rows;

[Collection("Azurite")]
public sealed class AzureTableRowStoreTests(AzuriteServer server) : RowStoreContract
{
    private readonly string _connection = server.Azurite.ConnectionString;

    protected override IRowStore Store => Open();

    protected override int Steps => 100;

    [Fact]
    public async Task A_table_that_is_not_there_reads_as_empty_and_is_made_by_the_first_write()
    {
        var store = Open($"t{Guid.NewGuid():N}");
        Assert.Null(await store.ReadAsync("p", "a", None));
        Assert.Empty((await store.ReadRangeAsync("p", RowRange.StartingWith("a"), 10, None)).Rows);

        Assert.True((await store.WriteAsync("p", [RowWrite.Insert("a", Bytes("1"))], None)).Succeeded);
        Assert.Equal("1", Text((await store.ReadAsync("p", "a", None))!));
    }

    [Fact]
    public async Task A_write_whose_answer_is_lost_is_unavailable_and_never_a_conflict()
    {
        var network = new FaultyNetwork();
        var store = Open(transport: network);
        await Put("before", "1");

        network.LoseNextAnswer = true;
        await Assert.ThrowsAsync<StorageUnavailableException>(async () =>
            await store.WriteAsync(Partition, [RowWrite.Insert("a", Bytes("1"))], None)
        );

        Assert.Equal(1, network.Requests);
        Assert.Equal(["a=1", "before=1"], await All());
    }

    [Fact]
    public async Task Throttling_is_unavailable_with_the_services_own_advice_and_nothing_is_written()
    {
        var network = new FaultyNetwork { Answer = (503, "ServerBusy", 7) };
        var fault = await Assert.ThrowsAsync<StorageUnavailableException>(async () =>
            await Open(transport: network).WriteAsync(Partition, [RowWrite.Insert("a", Bytes("a private caption"))], None)
        );

        Assert.Equal(TimeSpan.FromSeconds(7), fault.RetryAfter);
        Assert.Contains("503 ServerBusy", fault.Message);
        Assert.DoesNotContain("caption", fault.ToString());
        Assert.Empty(await All());
    }

    [Fact]
    public async Task A_read_that_meets_a_busy_service_is_tried_again()
    {
        await Put("a", "1");
        var network = new FaultyNetwork { LoseNextAnswer = true };
        Assert.Equal("1", Text((await Open(transport: network).ReadAsync(Partition, "a", None))!));
        Assert.Equal(2, network.Requests);
    }

    [Fact]
    public async Task A_service_that_cannot_be_reached_is_unavailable()
    {
        var network = new FaultyNetwork { IsCut = true };
        var store = Open(transport: network);
        await Assert.ThrowsAsync<StorageUnavailableException>(async () => await store.ReadAsync(Partition, "a", None));
        await Assert.ThrowsAsync<StorageUnavailableException>(async () =>
            await store.ReadRangeAsync(Partition, RowRange.StartingWith("a"), 1, None)
        );
        await Assert.ThrowsAsync<StorageUnavailableException>(async () =>
            await store.WriteAsync(Partition, [RowWrite.Insert("a", default)], None)
        );
    }

    private AzureTableRowStore Open(string table = "contract", FaultyNetwork? transport = null)
    {
        return new AzureTableRowStore(Client(retries: 2), Client(retries: 0));

        TableClient Client(int retries)
        {
            var options = new TableClientOptions
            {
                Retry = { MaxRetries = retries, Delay = TimeSpan.FromMilliseconds(1), MaxDelay = TimeSpan.FromMilliseconds(1) },
            };
            if (transport is not null)
            {
                options.Transport = transport.Transport;
            }

            return new TableClient(_connection, table, options);
        }
    }
}
