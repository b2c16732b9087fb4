using System.Net;
using System.Text;
using Atlas.Core;
using Atlas.Core.Channels;
using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Core.Publishing;
using Atlas.Core.Workspaces;
using Atlas.Platforms.Bluesky;
using Atlas.Platforms.Http;
using Atlas.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Atlas.Platforms.Tests.Answered;

/// <summary>Every network as the app registers it, where each call is answered with the same words.</summary>
internal sealed class AnsweredNetworks : HttpMessageHandler
{
    private readonly (int Status, string Body, (string Name, string Value)[] Headers) _answer;
    private readonly ServiceProvider _services;

    public AnsweredNetworks(int status, string body, params (string, string)[] headers)
    {
        _answer = (status, body, headers);
        _services = new ServiceCollection()
            .AddSingleton<IConfiguration>(
                new ConfigurationBuilder()
                    .AddInMemoryCollection([new("Platforms:Mastodon:ServerUrl", "https://mastodon.test/{server}")])
                    .Build()
            )
            .AddSingleton(new PlatformTransport(this))
            .AddSingleton(new BlueskyHttp(this, TimeProvider.System))
            .AddLogging()
            .AddNetworks()
            .BuildServiceProvider();
    }

    public int Calls { get; private set; }

    public IPlatformPublisher this[Platform platform] =>
        _services.GetServices<IPlatformPublisher>().Single(publisher => publisher.Platform == platform);

    /// <param name="cursor">As if the call had been made whose answer was lost.</param>
    public static PublishWork Work(Platform platform, string? cursor = null, string? options = null)
    {
        var content = new PostContent
        {
            Text = "Fresh bread",
            Options = options is null ? null : System.Text.Json.JsonDocument.Parse(options).RootElement,
        };
        var channel = new Channel
        {
            Id = Id<Channel>.New(new FakeClock()),
            WorkspaceId = Id<Workspace>.New(new FakeClock()),
            Platform = platform,
            AccountId = platform == Platform.Mastodon ? "109@mastodon.social" : "17841400000000001",
            Login = platform.ToName(),
            Server = platform is Platform.Mastodon or Platform.Bluesky ? "https://server.test" : null,
            Name = "Bakery",
            Handle = "bakery",
            State = ChannelState.Connected,
            Generation = 1,
            ConnectedAt = DateTimeOffset.UnixEpoch,
        };
        return new PublishWork(
            channel,
            new Secret("token"),
            content,
            ContentHash.Of(content),
            Media: [],
            Extras: new Dictionary<Id<MediaAsset>, MediaAsset>(),
            (_, _) => throw new InvalidOperationException("There are no files."),
            (_, _) => throw new InvalidOperationException("There are no files."),
            App: null,
            cursor
        );
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Calls++;
        var response = new HttpResponseMessage((HttpStatusCode)_answer.Status)
        {
            Content = new StringContent(_answer.Body, Encoding.UTF8, "application/json"),
        };
        foreach (var (name, value) in _answer.Headers)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        return Task.FromResult(response);
    }
}
