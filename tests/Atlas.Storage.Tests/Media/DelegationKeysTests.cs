using System.Net;
using System.Web;
using Atlas.Core.Storage;
using Atlas.Storage.Blobs;
using Atlas.Testing;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;

namespace Atlas.Storage.Tests.Media;

/// <summary>Signing with an identity, that has no account key. The emulator can't, so the answers here are the documented ones.</summary>
public sealed class DelegationKeysTests
{
    private readonly FakeClock _clock = new();
    private readonly KeyService _service;
    private readonly BlobMediaStore _store;

    public DelegationKeysTests()
    {
        _service = new KeyService(_clock);
        var options = new BlobClientOptions
        {
            Transport = new HttpClientTransport(new HttpClient(_service)),
            Retry = { MaxRetries = 0 },
        };
        var client = new BlobServiceClient(new Uri("https://atlas.blob.core.windows.net"), new KnownToken(), options);
        _store = new BlobMediaStore(client, "media", _clock);
    }

    [Fact]
    public async Task An_address_names_the_key_the_right_to_read_one_blob_and_its_end()
    {
        var address = await SignAsync(TimeSpan.FromHours(2));

        Assert.Equal("https://atlas.blob.core.windows.net/media/w/cat.jpg", address.GetLeftPart(UriPartial.Path));
        var query = HttpUtility.ParseQueryString(address.Query);
        Assert.Equal(("r", "b", "2026-11-22T11:00:00Z"), (query["sp"], query["sr"], query["se"]));
        Assert.Equal(("11111111-1111-1111-1111-111111111111", "b"), (query["skoid"], query["sks"]));
        Assert.NotEmpty(query["sig"]!);
    }

    [Fact]
    public async Task One_key_signs_for_days_and_a_new_one_is_asked_for_before_it_ends_too_early()
    {
        await SignAsync(TimeSpan.FromHours(1));
        _clock.Advance(TimeSpan.FromDays(6));
        await SignAsync(TimeSpan.FromHours(11));
        Assert.Equal(1, _service.Keys);

        await SignAsync(TimeSpan.FromHours(13));
        Assert.Equal(2, _service.Keys);
    }

    [Fact]
    public async Task A_service_that_gives_no_key_is_unavailable_and_an_address_too_long_lived_is_refused()
    {
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => SignAsync(TimeSpan.FromDays(7)));
        Assert.Equal(0, _service.Keys);
        _service.Refuses = true;
        await Assert.ThrowsAsync<StorageUnavailableException>(() => SignAsync(TimeSpan.FromHours(1)));
    }

    private async Task<Uri> SignAsync(TimeSpan life) =>
        (await _store.CreateReadUrlAsync("w/cat.jpg", _clock.Now + life, CancellationToken.None))!;

    private sealed class KeyService(FakeClock clock) : HttpMessageHandler
    {
        public int Keys { get; private set; }

        public bool Refuses { get; set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Assert.Equal("?restype=service&comp=userdelegationkey", request.RequestUri!.Query);
            Keys++;
            var answer = new HttpResponseMessage(Refuses ? HttpStatusCode.Forbidden : HttpStatusCode.OK) { RequestMessage = request };
            answer.Content = new StringContent(
                Refuses
                    ? ""
                    : $"""
                    <?xml version="1.0" encoding="utf-8"?><UserDelegationKey>
                    <SignedOid>11111111-1111-1111-1111-111111111111</SignedOid><SignedTid>22222222-2222-2222-2222-222222222222</SignedTid>
                    <SignedStart>{clock.Now:yyyy-MM-ddTHH:mm:ssZ}</SignedStart>
                    <SignedExpiry>{clock.Now.AddDays(6.5):yyyy-MM-ddTHH:mm:ssZ}</SignedExpiry>
                    <SignedService>b</SignedService><SignedVersion>2022-11-02</SignedVersion><Value>a2V5</Value></UserDelegationKey>
                    """
            );
            return Task.FromResult(answer);
        }
    }
}
