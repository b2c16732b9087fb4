using System.Net;
using System.Text;
using Atlas.Core.Outbound;
using Atlas.Testing;

namespace Atlas.Core.Tests.Outbound;

public sealed class EgressGuardTests : IDisposable
{
    private readonly FakeClock _clock = new();
    private readonly LoopbackServer _server = new();
    private readonly Names _names = new();
    private readonly EgressLimits _limits = new(MaxBytes: 1000, TimeSpan.FromSeconds(30));
    private readonly EgressGuard _guard;

    public EgressGuardTests()
    {
        _guard = Guard($"{_server.Port}");
        _names.Of["files.example"] = [IPAddress.Loopback];
    }

    public void Dispose()
    {
        _guard.Dispose();
        _server.Dispose();
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("10.1.2.3")]
    [InlineData("100.64.0.1")]
    [InlineData("127.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.0.0.8")]
    [InlineData("192.168.0.1")]
    [InlineData("198.18.0.1")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("64:ff9b::a00:1")]
    [InlineData("fe80::1")]
    [InlineData("fc00::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("ff02::1")]
    [InlineData("2001:db8::1")]
    [InlineData("2001::a00:1")]
    [InlineData("2002:a00:1::1")]
    public async Task An_address_that_is_not_public_is_refused_by_number_and_by_name(string address)
    {
        using var guard = Guard(allowed: null);
        var ip = IPAddress.Parse(address);
        _names.Of["inner.example"] = [ip];
        var host = ip.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[{address}]" : address;

        Assert.False(PublicAddress.Is(ip));
        Assert.Equal("url.private", await RuleAsync(guard, $"http://{host}/"));
        Assert.Equal("url.private", await RuleAsync(guard, "https://inner.example/"));
    }

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("93.184.215.14")]
    [InlineData("172.32.0.1")]
    [InlineData("100.128.0.1")]
    [InlineData("2606:4700::1111")]
    [InlineData("::ffff:8.8.8.8")]
    public void A_public_address_is_public(string address) => Assert.True(PublicAddress.Is(IPAddress.Parse(address)));

    [Fact]
    public async Task One_private_address_among_public_ones_is_refused()
    {
        _names.Of["mixed.example"] = [IPAddress.Parse("93.184.215.14"), IPAddress.Parse("10.0.0.1")];

        Assert.Equal("url.private", await RuleAsync(_guard, "http://mixed.example/"));
    }

    [Fact]
    public async Task A_name_is_looked_up_once_and_what_was_found_is_connected_to()
    {
        _server.Serve("/a", "hello"u8.ToArray());
        _names.Then["files.example"] = [IPAddress.Parse("10.0.0.1")]; // what a second look-up would give

        using var answer = await _guard.GetAsync(Url("/a"), _limits, default);

        var found = Assert.IsType<EgressAnswer.Answered>(answer);
        using var text = new MemoryStream();
        await found.Content.CopyToAsync(text);
        Assert.Equal("hello", Encoding.ASCII.GetString(text.ToArray()));
        Assert.Equal(1, _names.Asked);
    }

    [Theory]
    [InlineData("http://10.0.0.1/secret", "url.private")]
    [InlineData("http://inner.example/secret", "url.private")]
    [InlineData("http://169.254.169.254/latest/meta-data", "url.private")]
    [InlineData("http://127.0.0.1:22/", "url.port")]
    [InlineData("file:///etc/passwd", "url.scheme")]
    [InlineData("gopher://files.example/", "url.scheme")]
    [InlineData("http://name:word@files.example/", "url.credentials")]
    public async Task Where_a_redirect_leads_is_checked_like_the_first_address(string target, string rule)
    {
        _names.Of["inner.example"] = [IPAddress.Parse("192.168.7.7")];
        _server.Redirect("/start", "/next");
        _server.Redirect("/next", target);

        Assert.Equal(rule, await RuleAsync(_guard, Url("/start").ToString()));
        Assert.Equal(2, _server.Requests.Count);
    }

    [Fact]
    public async Task A_name_that_changes_between_redirects_is_looked_up_and_checked_again()
    {
        _server.Redirect("/start", $"http://files.example:{_server.Port}/secret");
        _server.Serve("/secret", "inner"u8.ToArray());
        _names.Then["files.example"] = [IPAddress.Parse("10.0.0.1")];

        Assert.Equal("url.private", await RuleAsync(_guard, Url("/start").ToString()));
    }

    [Fact]
    public async Task Redirects_come_to_an_end()
    {
        _server.Redirect("/loop", "/loop");

        Assert.Equal("url.redirects", await RuleAsync(_guard, Url("/loop").ToString()));
        Assert.Equal(6, _server.Requests.Count);
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/", "url.port")]
    [InlineData("http://8.8.8.8:25/", "url.port")]
    [InlineData("ftp://files.example/", "url.scheme")]
    [InlineData("http://2130706433/", "url.private")]
    [InlineData("http://0x7f.1/", "url.private")]
    [InlineData("http://nowhere.example/", "url.name")]
    public async Task What_is_no_address_for_us_is_refused(string url, string rule) =>
        Assert.Equal(rule, await RuleAsync(_guard, url));

    [Fact]
    public async Task An_allowed_port_opens_loopback_alone()
    {
        _names.Of["inner.example"] = [IPAddress.Parse("10.0.0.1")];

        Assert.Equal("url.private", await RuleAsync(_guard, $"http://inner.example:{_server.Port}/"));
        using var closed = Guard(allowed: null);
        Assert.Equal("url.port", await RuleAsync(closed, Url("/a").ToString()));
    }

    [Fact]
    public async Task Too_much_is_refused_by_its_length_and_while_it_is_read()
    {
        _server.Serve("/measured", new byte[1001]);
        _server.ServeUnmeasured("/unmeasured", new byte[100_000]);

        Assert.Equal("url.tooLarge", await RuleAsync(_guard, Url("/measured").ToString()));
        using var answer = await _guard.GetAsync(Url("/unmeasured"), _limits, default);
        var found = Assert.IsType<EgressAnswer.Answered>(answer);
        var fault = await Assert.ThrowsAsync<EgressBrokenException>(() => found.Content.CopyToAsync(Stream.Null));
        Assert.Equal("url.tooLarge", fault.Rule);
    }

    [Fact]
    public async Task Who_does_not_answer_in_time_is_left()
    {
        var asking = RuleAsync(_guard, Url("/silence").ToString());
        await Eventually.BeAsync(() => _server.Requests.Count == 1);

        _clock.Advance(TimeSpan.FromSeconds(31));

        Assert.Equal("url.timeout", await asking);
    }

    [Fact]
    public void A_setting_that_is_no_port_is_named() =>
        Assert.Contains("'http'", Assert.Throws<InvalidOperationException>(() => Guard("7071,http")).Message);

    private static async Task<string> RuleAsync(EgressGuard guard, string url)
    {
        using var answer = await guard.GetAsync(new Uri(url), new EgressLimits(1000, TimeSpan.FromSeconds(30)), default);
        return answer switch
        {
            EgressAnswer.Refused refused => refused.Rule,
            EgressAnswer.Failed failed => failed.Rule,
            _ => "answered",
        };
    }

    private EgressGuard Guard(string? allowed) => new(_names, new EgressOptions { AllowedLoopbackPorts = allowed }, _clock);

    private Uri Url(string path) => new($"http://files.example:{_server.Port}{path}");

    private sealed class Names : IHostResolver
    {
        public Dictionary<string, IPAddress[]> Of { get; } = [];

        /// <summary>What comes from the second look-up on.</summary>
        public Dictionary<string, IPAddress[]> Then { get; } = [];

        public int Asked { get; private set; }

        public Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken)
        {
            var names = Asked++ > 0 && Then.ContainsKey(host) ? Then : Of;
            return Task.FromResult<IReadOnlyList<IPAddress>>(names.GetValueOrDefault(host, []));
        }
    }
}
