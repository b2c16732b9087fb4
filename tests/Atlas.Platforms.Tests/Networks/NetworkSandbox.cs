using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Atlas.Core;
using Atlas.Core.Channels;
using Atlas.Core.Media;
using Atlas.Core.Media.Probing;
using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;
using Atlas.Core.Posts;
using Atlas.Core.Publishing;
using Atlas.Core.Workspaces;
using Atlas.Sandbox;
using Atlas.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Atlas.Platforms.Tests.Networks;

/// <summary>The simulated networks over real HTTP, and one network's parts as the app registers them.</summary>
public abstract class NetworkSandbox(string platform) : IAsyncLifetime
{
    private readonly Id<Workspace> _workspace = Id<Workspace>.New(new FakeClock());
    private readonly Dictionary<Id<MediaAsset>, byte[]> _files = [];
    private WebApplication? _sandbox;
    private ServiceProvider? _services;

    public HttpClient Http { get; } =
        new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(30) };

    public string Root => _sandbox!.Urls.First();

    public IPlatformPublisher Publisher => _services!.GetRequiredService<IPlatformPublisher>();

    public IPlatformLogin Login => _services!.GetRequiredService<IPlatformLogin>();

    public IPlatformAccounts Accounts => _services!.GetRequiredService<IPlatformAccounts>();

    protected abstract void Add(IServiceCollection services);

    protected abstract Dictionary<string, string?> Settings(string root);

    public async Task InitializeAsync()
    {
        _sandbox = SandboxApp.Build([
            "--urls",
            "http://127.0.0.1:0",
            "--Logging:LogLevel:Default=None",
            "--Sandbox:VideoProcessingMs=0",
            "--Sandbox:RateLimits=false",
        ]);
        await _sandbox.StartAsync();
        Http.BaseAddress = new Uri(Root + "/");
        var services = new ServiceCollection().AddSingleton<IConfiguration>(
            new ConfigurationBuilder().AddInMemoryCollection(Settings(Root)).Build()
        );
        Add(services);
        _services = services.BuildServiceProvider();
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

    /// <summary>One of the sandbox's demo files, probed as an upload is.</summary>
    internal MediaAsset Demo(string file) => File(file, Bytes(file));

    internal static byte[] Bytes(string demo) =>
        System.IO.File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Demo", demo));

    internal MediaAsset File(string name, byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        var probe = new MediaProber().Probe(stream) ?? throw new InvalidDataException(name);
        var asset = new MediaAsset
        {
            Id = Id<MediaAsset>.New(new FakeClock()),
            WorkspaceId = _workspace,
            FileName = name,
            ContentType = probe.ContentType,
            SizeBytes = bytes.Length,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)),
            Probe = probe,
            StoredAs = $"m/{name}",
            CreatedAt = FakeClock.DefaultStart,
        };
        _files[asset.Id] = bytes;
        return asset;
    }

    internal Channel ChannelOf(JsonElement account, string login) =>
        new()
        {
            Id = Id<Channel>.New(new FakeClock()),
            WorkspaceId = _workspace,
            Platform = Publisher.Platform,
            AccountId = account.GetProperty("accountId").GetString()!,
            Login = login,
            Name = account.GetProperty("name").GetString()!,
            Handle = account.GetProperty("username").GetString(),
            State = ChannelState.Connected,
            Generation = 1,
            ConnectedAt = FakeClock.DefaultStart,
        };

    internal PublishWork Work((Channel Channel, Secret Token) actor, PostContent content, params MediaAsset[] media) =>
        new(
            actor.Channel,
            actor.Token,
            content with
            {
                Media = content.Media.Count > 0 ? content.Media : [.. media.Select(asset => new PostMedia(asset.Id))],
            },
            ContentHash.Of(content),
            media,
            new Dictionary<Id<MediaAsset>, MediaAsset>(),
            (asset, _) => throw new InvalidOperationException($"{asset.FileName} is uploaded, not fetched."),
            (asset, _) => Task.FromResult<Stream?>(_files.TryGetValue(asset.Id, out var bytes) ? new MemoryStream(bytes) : null),
            App: null,
            Cursor: null
        );

    /// <summary>Goes on as the ledger does, without its patience. Stops before the step that <paramref name="until"/> names.</summary>
    internal async Task<(StepAnswer Answer, PublishWork Work, IReadOnlyList<string> Steps)> RunAsync(
        PublishWork work,
        string? until = null
    )
    {
        List<string> steps = [];
        StepAnswer answer = new StepAnswer.Continue(work.Cursor ?? "");
        while (steps.Count < 500)
        {
            var step = Publisher.NextStep(work);
            if (step.Name == until)
            {
                return (answer, work, steps);
            }

            steps.Add(step.Name);
            answer = await Publisher.AdvanceAsync(work, step, CancellationToken.None);
            if (CursorOf(answer) is not { } cursor)
            {
                return (answer, work, steps);
            }

            if (answer is StepAnswer.Wait)
            {
                await Task.Delay(5);
            }

            work = work with { Cursor = cursor };
        }

        throw new TimeoutException("It does not come to an end.");
    }

    internal async Task<StepAnswer> RunChildAsync(ChildWork work)
    {
        while (true)
        {
            var answer = await Publisher.AdvanceChildAsync(work, Publisher.NextChildStep(work), CancellationToken.None);
            if (CursorOf(answer) is not { } cursor)
            {
                return answer;
            }

            work = work with { Cursor = cursor };
        }
    }

    internal static ChildWork Child(PublishWork work, string postId, string name) =>
        new(work, postId, name, Cursor: null, new Dictionary<string, string>());

    internal async Task<JsonElement> NewAccountAsync(object? extra = null) =>
        (
            await PostAsync(
                "control/accounts",
                new
                {
                    platform,
                    count = 1,
                    extra = extra ?? new { },
                }
            )
        ).GetProperty("accounts")[0];

    internal Task FaultAsync(Channel channel, string kind, string operation, string phase = "before", object? more = null)
    {
        var rule = JsonSerializer
            .SerializeToNode(
                new
                {
                    kind,
                    phase,
                    operation,
                    accountId = OwnId(channel),
                    times = 1,
                }
            )!
            .AsObject();
        foreach (var (name, value) in JsonSerializer.SerializeToNode(more ?? new { })!.AsObject())
        {
            rule[name] = value?.DeepClone();
        }

        return PostAsync("control/faults", rule);
    }

    internal async Task<JsonElement[]> EffectsAsync(Channel channel)
    {
        var answer = await Http.GetFromJsonAsync<JsonElement>($"control/effects?account={OwnId(channel)}");
        return [.. answer.GetProperty("effects").EnumerateArray()];
    }

    internal async Task<JsonElement> PostAsync(string path, object body)
    {
        using var response = await Http.PostAsJsonAsync(path, body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>The person's decision on the consent page; answers the callback's query.</summary>
    internal async Task<Dictionary<string, string>> ConsentAsync(
        Uri page,
        string user,
        string declined = "",
        string decision = "allow"
    )
    {
        using var form = new FormUrlEncodedContent([
            new("sandbox_user", user),
            new("sandbox_decision", decision),
            new("sandbox_declined", declined),
        ]);
        using var response = await Http.PostAsync(page, form);
        Assert.True(response.Headers.Location is not null, await response.Content.ReadAsStringAsync());
        return response
            .Headers.Location.Query.TrimStart('?')
            .Split('&')
            .Select(pair => pair.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1]));
    }

    /// <summary>The network's own id: ours has a server behind it where there are many.</summary>
    private static string OwnId(Channel channel) => channel.AccountId.Split('@')[0];

    private static string? CursorOf(StepAnswer answer) =>
        answer switch
        {
            StepAnswer.Continue next => next.Cursor,
            StepAnswer.Wait wait => wait.Cursor,
            StepAnswer.Ready ready => ready.Cursor,
            _ => null,
        };
}
