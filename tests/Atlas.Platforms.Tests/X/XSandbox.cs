using System.Net.Http.Json;
using System.Text.Json;
using Atlas.Core;
using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;
using Atlas.Core.Posts;
using Atlas.Core.Workspaces;
using Atlas.Platforms.Tests.LinkedIn;
using Atlas.Platforms.X;
using Atlas.Sandbox;
using Atlas.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Atlas.Platforms.Tests.X;

/// <summary>The simulated network over real HTTP, with a publisher and a login as the app registers them.</summary>
public sealed class XSandbox : IAsyncLifetime
{
    private static readonly Id<Workspace> s_workspace = Id<Workspace>.New(new FakeClock());

    private WebApplication? _sandbox;
    private ServiceProvider? _services;
    private int _accounts;

    public HttpClient Http { get; } =
        new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(30) };

    public IPlatformPublisher Publisher => _services!.GetRequiredService<IPlatformPublisher>();

    public IPlatformLogin Login => _services!.GetRequiredService<IPlatformLogin>();

    public IPlatformAccounts Accounts => _services!.GetRequiredService<IPlatformAccounts>();

    public async Task InitializeAsync()
    {
        _sandbox = SandboxApp.Build([
            "--urls",
            "http://127.0.0.1:0",
            "--Logging:LogLevel:Default=None",
            "--Sandbox:VideoProcessingMs=0",
        ]);
        await _sandbox.StartAsync();
        var root = _sandbox.Urls.First();
        Http.BaseAddress = new Uri(root + "/");
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                new Dictionary<string, string?>
                {
                    ["Platforms:X:ApiBaseUrl"] = $"{root}/api.x.com",
                    ["Platforms:X:WebBaseUrl"] = $"{root}/x.com",
                    ["Platforms:X:PublishTimeout"] = "00:00:05",
                    ["Platforms:X:MonthlyPosts"] = "500",
                }
            )
            .Build();
        _services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddX().BuildServiceProvider();
    }

    public async Task DisposeAsync()
    {
        Http.Dispose();
        if (_services is not null)
        {
            await _services.DisposeAsync();
        }

        if (_sandbox is not null)
        {
            await _sandbox.DisposeAsync();
        }
    }

    internal async Task<XActor> ConnectAsync(IReadOnlyList<string>? scopes = null)
    {
        var username = $"account{Interlocked.Increment(ref _accounts)}";
        var answer = await PostAsync("control/accounts", new { platform = "x", username });
        var account = answer.GetProperty("accounts")[0];
        var token = account.GetProperty("accessToken").GetString()!;
        if (scopes is not null)
        {
            var minted = await PostAsync(
                "control/tokens",
                new
                {
                    platform = "x",
                    account = username,
                    scopes,
                }
            );
            token = minted.GetProperty("accessToken").GetString()!;
        }

        return new XActor(
            new Channel
            {
                Id = Id<Channel>.New(new FakeClock()),
                WorkspaceId = s_workspace,
                Platform = Platform.X,
                AccountId = account.GetProperty("accountId").GetString()!,
                Login = "x",
                Name = username,
                Handle = username,
                State = ChannelState.Connected,
                Generation = 1,
                Scopes = scopes ?? [],
                ConnectedAt = DateTimeOffset.UtcNow.AddDays(-1),
            },
            new Secret(token)
        );
    }

    internal static PlatformApp App => new("x", "sandboxXclient0001", new Secret("sandbox-x-secret-0001"));

    /// <summary>Goes on as the ledger does, without its patience.</summary>
    internal async Task<(StepAnswer Answer, PublishWork Work, IReadOnlyList<string> Steps)> RunAsync(
        PublishWork work,
        string? until = null
    )
    {
        List<string> steps = [];
        for (var i = 0; i < 500; i++)
        {
            var step = Publisher.NextStep(work);
            if (step.Name == until)
            {
                return (new StepAnswer.Continue(work.Cursor ?? ""), work, steps);
            }

            steps.Add(step.Name);
            var answer = await Publisher.AdvanceAsync(work, step, CancellationToken.None);
            switch (answer)
            {
                case StepAnswer.Continue next:
                    work = work with { Cursor = next.Cursor };
                    break;
                case StepAnswer.Wait wait:
                    work = work with { Cursor = wait.Cursor };
                    await Task.Delay(10);
                    break;
                case StepAnswer.Ready ready:
                    work = work with { Cursor = ready.Cursor };
                    break;
                default:
                    return (answer, work, steps);
            }
        }

        throw new TimeoutException("It does not come to an end.");
    }

    internal Task FaultAsync(object rule) => PostAsync("control/faults", rule);

    internal async Task<JsonElement[]> EffectsAsync(Channel channel)
    {
        var answer = await Http.GetFromJsonAsync<JsonElement>($"control/effects?account={channel.AccountId}");
        return [.. answer.GetProperty("effects").EnumerateArray()];
    }

    internal async Task<JsonElement> PostAsync(string path, object body)
    {
        using var response = await Http.PostAsJsonAsync(path, body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }

    /// <summary>Performs a child's steps to its end.</summary>
    internal async Task<StepAnswer> RunAsync(ChildWork work)
    {
        for (var i = 0; i < 100; i++)
        {
            var answer = await Publisher.AdvanceChildAsync(work, Publisher.NextChildStep(work), CancellationToken.None);
            switch (answer)
            {
                case StepAnswer.Continue next:
                    work = work with { Cursor = next.Cursor };
                    break;
                case StepAnswer.Wait wait:
                    work = work with { Cursor = wait.Cursor };
                    await Task.Delay(10);
                    break;
                default:
                    return answer;
            }
        }

        throw new TimeoutException("It does not come to an end.");
    }
}

/// <summary>A channel and its token.</summary>
internal sealed record XActor(Channel Channel, Secret Token)
{
    public PublishWork Work(PostContent content, params MediaFile[] files) => Work(content, files, []);

    public PublishWork Work(PostContent content, IReadOnlyList<MediaFile> files, IReadOnlyList<MediaFile> extras) =>
        new LinkedInActor(Channel, Token, "").Work(content, files, extras);

    public PublishWork Text(string text) => Work(new PostContent { Text = text });
}
