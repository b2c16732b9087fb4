using System.Net;
using Atlas.Core.Media;
using Atlas.Core.Outbound;
using Atlas.Core.Tests.Outbound;
using Atlas.Storage.Folder;
using Atlas.Testing;

namespace Atlas.Core.Tests.Media;

public sealed class MediaReachTests : IDisposable
{
    private readonly MediaWorld _world = new();
    private readonly LoopbackServer _server = new();
    private readonly EgressGuard _guard;
    private readonly MediaReach _reach;

    public MediaReachTests()
    {
        var store = new FolderMediaStore(_world.Folder);
        _guard = new EgressGuard(
            new SystemHostResolver(),
            new EgressOptions { AllowedLoopbackPorts = $"{_server.Port}" },
            _world.Clock
        );
        _world.Options.PublicBaseUrl = $"http://127.0.0.1:{_server.Port}/";
        _reach = new MediaReach(_guard, new Links(_server.Port), store, _world.Options, _world.Clock);
    }

    public void Dispose()
    {
        _reach.Dispose();
        _guard.Dispose();
        _server.Dispose();
        _world.Dispose();
    }

    [Fact]
    public async Task What_can_be_fetched_is_asked_for_once_in_minutes()
    {
        await StoreAsync();
        var before = _server.Requests.Count;
        _server.Serve("/p", await PixelAsync(), "image/png");
        _world.Clock.Advance(TimeSpan.FromSeconds(31));

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => CheckAsync()));

        Assert.All(answers, answer => Assert.Equal(ReachAnswer.Yes, answer));
        Assert.Equal(before + 1, _server.Requests.Count);
        _world.Clock.Advance(TimeSpan.FromMinutes(5));
        await CheckAsync();
        Assert.Equal(before + 2, _server.Requests.Count);
    }

    [Fact]
    public async Task The_picture_is_stored_only_where_it_is_missing()
    {
        await StoreAsync();
        var pixel = await PixelAsync();
        _server.Serve("/p", pixel, "image/png");
        File.Delete(PixelFile);
        _world.Clock.Advance(TimeSpan.FromSeconds(31));

        Assert.Equal(ReachAnswer.Yes, await CheckAsync());
        Assert.False(File.Exists(PixelFile));

        NotFound();
        _world.Clock.Advance(TimeSpan.FromMinutes(6));
        await CheckAsync();
        Assert.Equal(pixel, await PixelAsync());
    }

    [Fact]
    public async Task What_is_wrong_is_said_in_one_line()
    {
        await StoreAsync();
        var pixel = await PixelAsync();

        _server.Serve("/p", "<html>Hello</html>"u8.ToArray(), "text/html");
        Assert.Contains("something else", await ProblemAsync(), StringComparison.Ordinal);
        _server.Serve("/p", [.. pixel[..^1], 0], "image/png");
        Assert.Contains("other bytes", await ProblemAsync(), StringComparison.Ordinal);
        _server.Redirect("/p", "/elsewhere");
        Assert.Contains("redirects", await ProblemAsync(), StringComparison.Ordinal);
        NotFound();
        Assert.Contains("404", await ProblemAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_private_address_is_no_place_for_networks_to_fetch_from()
    {
        using var guard = new EgressGuard(new SystemHostResolver(), new EgressOptions(), _world.Clock);
        using var reach = new MediaReach(
            guard,
            new Links(_server.Port),
            new FolderMediaStore(_world.Folder),
            _world.Options,
            _world.Clock
        );

        var answer = await reach.CheckAsync(default);

        Assert.Contains("private address", answer.Problem, StringComparison.Ordinal);
        Assert.Empty(_server.Requests);
    }

    [Fact]
    public async Task Without_a_public_address_the_setting_is_named()
    {
        _world.Options.PublicBaseUrl = null;

        Assert.Contains("Atlas:PublicBaseUrl", (await CheckAsync()).Problem, StringComparison.Ordinal);
    }

    private async Task<string> ProblemAsync()
    {
        _world.Clock.Advance(TimeSpan.FromSeconds(31));
        var answer = await CheckAsync();
        Assert.DoesNotContain("signature", answer.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', answer.Problem!);
        return answer.Problem!;
    }

    /// <summary>With a clock that stands still silence never ends by itself: it is moved on until there is an answer.</summary>
    private async Task<ReachAnswer> CheckAsync()
    {
        var asking = _reach.CheckAsync(default);
        if (_server.Answers.IsEmpty && _world.Options.PublicBaseUrl is not null)
        {
            await Eventually.BeAsync(() => !_server.Requests.IsEmpty);
            _world.Clock.Advance(TimeSpan.FromSeconds(11));
        }

        return await asking;
    }

    private string PixelFile => Path.Combine(_world.Folder, "reach", "pixel.png");

    private async Task<byte[]> PixelAsync() => await File.ReadAllBytesAsync(PixelFile);

    private async Task StoreAsync()
    {
        NotFound();
        await CheckAsync();
    }

    private void NotFound() => _server.Answers["/p"] = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"u8.ToArray();

    private sealed class Links(int port) : IMediaLinks
    {
        public ValueTask<Uri> CreateFetchUrlAsync(MediaAsset asset, CancellationToken cancellationToken) =>
            ValueTask.FromResult(new Uri($"http://{IPAddress.Loopback}:{port}/p?s=signature"));
    }
}
