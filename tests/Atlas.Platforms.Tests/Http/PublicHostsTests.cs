using Atlas.Platforms.Http;

namespace Atlas.Platforms.Tests.Http;

public sealed class PublicHostsTests
{
    [Fact]
    public async Task A_name_that_leads_home_is_not_connected_to()
    {
        using var handler = new SocketsHttpHandler { ConnectCallback = PublicHosts.ConnectAsync, UseProxy = false };
        using var client = new HttpClient(handler);

        var exception = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync("http://localhost:9/"));

        Assert.Contains("no public address", exception.ToString(), StringComparison.Ordinal);
    }
}
