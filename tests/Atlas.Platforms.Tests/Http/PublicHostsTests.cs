using System.Net;
using Atlas.Platforms.Http;

namespace Atlas.Platforms.Tests.Http;

public sealed class PublicHostsTests
{
    [Theory]
    [InlineData("93.184.215.14")]
    [InlineData("172.15.0.1")]
    [InlineData("172.32.0.1")]
    [InlineData("100.63.255.255")]
    [InlineData("2a01:4f8::1")]
    public void Addresses_of_the_open_internet_are_public(string address) =>
        Assert.True(PublicHosts.IsPublic(IPAddress.Parse(address)));

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("10.1.2.3")]
    [InlineData("127.0.0.1")]
    [InlineData("100.64.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("198.18.0.1")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("fe80::1")]
    [InlineData("fd00::1")]
    [InlineData("ff02::1")]
    [InlineData("64:ff9b::a00:1")]
    [InlineData("2002:a00:1::")]
    [InlineData("2001:0:a00:1::")]
    [InlineData("2001:db8::1")]
    public void Everything_else_is_not(string address) => Assert.False(PublicHosts.IsPublic(IPAddress.Parse(address)));

    [Fact]
    public async Task A_name_that_leads_home_is_not_connected_to()
    {
        using var handler = new SocketsHttpHandler { ConnectCallback = PublicHosts.ConnectAsync, UseProxy = false };
        using var client = new HttpClient(handler);

        var exception = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync("http://localhost:9/"));

        Assert.Contains("no public address", exception.ToString(), StringComparison.Ordinal);
    }
}
