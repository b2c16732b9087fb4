using Atlas.Core.Media;
using Atlas.Core.Storage;
using Atlas.Storage.Blobs;
using Azure.Storage.Blobs;

namespace Atlas.Storage.Tests.Media;

[Collection("Azurite")]
public sealed class StagedBlobTests(AzuriteServer server) : StagedMediaContract
{
    protected override IMediaStore Open() => Open(network: null);

    [Fact]
    public async Task A_service_that_cannot_be_reached_is_unavailable()
    {
        var store = Open(new FaultyNetwork { IsCut = true });
        foreach (
            var call in (Func<Task>[])
                [
                    () => store.AppendStagedAsync("a", 0, new Piece(0, 10), default),
                    () => store.ReadStagedAsync("a", default),
                    () => store.CommitStagedAsync("a", "a/b", default),
                    () => store.DiscardStagedAsync("a", default),
                ]
        )
        {
            Assert.DoesNotContain("http", (await Assert.ThrowsAsync<StorageUnavailableException>(call)).ToString());
        }
    }

    private BlobMediaStore Open(FaultyNetwork? network)
    {
        var options = new BlobClientOptions { Retry = { MaxRetries = 0 } };
        if (network is not null)
        {
            options.Transport = network.Transport;
        }

        return new BlobMediaStore(new BlobServiceClient(server.Azurite.ConnectionString, options), "staged", TimeProvider.System);
    }
}
