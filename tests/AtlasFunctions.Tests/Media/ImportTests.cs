using System.Globalization;
using System.Net;
using Atlas.Core.Media;
using Atlas.Core.Outbound;
using Atlas.Functions.Tests.App;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Atlas.Functions.Tests.Media;

/// <summary>An app of its own, which may fetch from one port of this machine: a web server that a test runs.</summary>
public sealed class ImportTests : IAsyncLifetime
{
    private readonly RunningAtlas _app = new();
    private readonly WebApplication _web;
    private int _fetched;

    public ImportTests()
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls=http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        _web = builder.Build();
        _web.MapGet("/dir/picture one.png", () => Count(Results.Bytes(Pictures.Png(20, 10), "text/html")));
        _web.MapGet("/moved", () => Results.Redirect("/dir/picture%20one.png"));
        _web.MapGet("/inner", () => Results.Redirect("http://169.254.169.254/latest/meta-data"));
        _web.MapGet("/page", () => Results.Text("<html></html>", "image/png"));
        _web.MapGet("/huge", () => Results.Bytes(new byte[3_000_001]));
    }

    private string Url => _web.Urls.First();

    public async Task InitializeAsync()
    {
        await _web.StartAsync();
        _app.Settings["Atlas:Egress:AllowedLoopbackPorts"] = new Uri(Url).Port.ToString(CultureInfo.InvariantCulture);
        await _app.InitializeAsync();
    }

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        await _web.DisposeAsync();
    }

    [Fact]
    public async Task A_file_is_taken_from_an_address_once_for_a_key_and_through_redirects()
    {
        var workspace = await _app.NewWorkspaceAsync();
        var body = new
        {
            url = $"{Url}/moved",
            altText = "From the web",
            tags = new[] { "web" },
        };

        var media = (await workspace.Client.PostAsync("/api/v1/media/from-url", body, key: "once")).Expect(
            HttpStatusCode.Created
        );
        var again = await workspace.Client.PostAsync("/api/v1/media/from-url", body, key: "once");
        var same = (await workspace.Client.PostAsync("/api/v1/media/from-url", body)).Expect(HttpStatusCode.OK);

        Assert.Equal(
            ("picture one.png", "image/png", 20),
            ((string?)media["fileName"], (string?)media["contentType"], (int)media["width"]!)
        );
        Assert.Equal((media.Text, media.Id, 2), (again.Text, same.Id, _fetched));
    }

    [Theory]
    [InlineData("/inner", "url.private")]
    [InlineData("/nothing", "url.status")]
    [InlineData("/huge", "url.tooLarge")]
    public async Task What_can_not_be_taken_is_refused_with_its_rule(string path, string rule)
    {
        var workspace = await _app.NewWorkspaceAsync();

        var answer = await workspace.Client.PostAsync("/api/v1/media/from-url", new { url = Url + path });

        var error = Assert.Single(answer.Expect(HttpStatusCode.UnprocessableEntity)["errors"]!.AsArray())!;
        Assert.Equal(("url", rule), ((string?)error["field"], (string?)error["rule"]));
    }

    [Theory]
    [InlineData("http://10.0.0.1/a.png")]
    [InlineData("http://[::1]/a.png")]
    [InlineData("file:///etc/passwd")]
    [InlineData("not an address")]
    [InlineData(null)]
    public async Task Addresses_that_are_not_public_are_not_fetched(string? url)
    {
        var workspace = await _app.NewWorkspaceAsync();

        var answer = await workspace.Client.PostAsync("/api/v1/media/from-url", new { url });

        Assert.Equal(["url"], answer.Expect(HttpStatusCode.UnprocessableEntity).Fields);
    }

    [Fact]
    public async Task What_a_page_says_of_itself_does_not_make_it_media()
    {
        var workspace = await _app.NewWorkspaceAsync();

        (await workspace.Client.PostAsync("/api/v1/media/from-url", new { url = $"{Url}/page" })).Expect(
            HttpStatusCode.UnsupportedMediaType
        );
    }

    [Fact]
    public async Task Media_are_proven_reachable_through_the_public_address()
    {
        var reach = _app.Services.GetRequiredService<IMediaReach>();
        var options = _app.Services.GetRequiredService<MediaOptions>();
        options.PublicBaseUrl = _app.Address.ToString();

        Assert.Contains("private address", (await reach.CheckAsync(default)).Problem, StringComparison.Ordinal);

        using var guard = new EgressGuard(
            new SystemHostResolver(),
            new EgressOptions { AllowedLoopbackPorts = $"{_app.Address.Port}" },
            TimeProvider.System
        );
        using var inDevelopment = new MediaReach(
            guard,
            _app.Services.GetRequiredService<IMediaLinks>(),
            _app.Services.GetRequiredService<IMediaStore>(),
            options,
            TimeProvider.System
        );
        Assert.Equal(ReachAnswer.Yes, await inDevelopment.CheckAsync(default));
    }

    private IResult Count(IResult result)
    {
        Interlocked.Increment(ref _fetched);
        return result;
    }
}
