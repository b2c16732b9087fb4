using System.Net;
using Atlas.Core.Media;
using Atlas.Core.Storage;
using Atlas.Storage.Blobs;
using Azure.Storage.Blobs;

namespace Atlas.Storage.Tests.Media;

[Collection("Azurite")]
public sealed class BlobMediaStoreTests(AzuriteServer server) : MediaStoreContract
{
    private readonly string _connection = server.Azurite.ConnectionString;

    protected override IMediaStore Store => Open();

    [Fact]
    public async Task Anybody_can_fetch_by_the_signed_address_and_only_by_it()
    {
        await Store.SaveAsync(Name, "video/mp4", new TrickleStream(100_000), None);
        var address = (await Store.CreateReadUrlAsync(Name, DateTimeOffset.UtcNow.AddMinutes(5), None))!;
        using var http = new HttpClient();

        using var answer = await http.GetAsync(address);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("video/mp4", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(100_000, (await answer.Content.ReadAsByteArrayAsync()).Length);

        using var written = await http.PutAsync(address, new ByteArrayContent([1]));
        Assert.Equal(HttpStatusCode.Forbidden, written.StatusCode);
        using var unsigned = await http.GetAsync(address.GetLeftPart(UriPartial.Path));
        Assert.False(unsigned.IsSuccessStatusCode);
        var late = (await Store.CreateReadUrlAsync(Name, DateTimeOffset.UtcNow.AddMinutes(-1), None))!;
        using var expired = await http.GetAsync(late);
        Assert.Equal(HttpStatusCode.Forbidden, expired.StatusCode);
    }

    [Fact]
    public async Task Before_the_first_upload_there_is_no_container_and_that_is_no_error()
    {
        var store = Open($"c-{Guid.NewGuid():N}");
        Assert.Null(await store.OpenAsync(Name, None));
        await store.DeleteAsync(Name, None);
        Assert.Equal(3, await store.SaveAsync(Name, "a/b", new TrickleStream(3), None));
        Assert.NotNull(await store.OpenAsync(Name, None));
    }

    [Fact]
    public async Task A_service_that_cannot_be_reached_is_unavailable_and_shows_no_address_or_key()
    {
        var store = Open(network: new FaultyNetwork { IsCut = true });
        foreach (
            var call in (Func<Task>[])
                [
                    () => store.SaveAsync(Name, "a/b", new TrickleStream(10), None),
                    () => store.OpenAsync(Name, None),
                    () => store.DeleteAsync(Name, None),
                ]
        )
        {
            var fault = await Assert.ThrowsAsync<StorageUnavailableException>(call);
            Assert.DoesNotContain("http", fault.ToString());
        }
    }

    private BlobMediaStore Open(string container = "media", FaultyNetwork? network = null)
    {
        var options = new BlobClientOptions { Retry = { MaxRetries = 0 } };
        if (network is not null)
        {
            options.Transport = network.Transport;
        }

        return new BlobMediaStore(new BlobServiceClient(_connection, options), container, TimeProvider.System);
    }
}
