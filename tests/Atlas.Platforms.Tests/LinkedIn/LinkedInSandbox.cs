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
using Atlas.Core.Workspaces;
using Atlas.Platforms.LinkedIn;
using Atlas.Sandbox;
using Atlas.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Atlas.Platforms.Tests.LinkedIn;

/// <summary>The simulated network over real HTTP, with a publisher and a login as the app registers them.</summary>
public sealed class LinkedInSandbox : IAsyncLifetime
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
                    ["Platforms:LinkedIn:ApiBaseUrl"] = $"{root}/api.linkedin.com",
                    ["Platforms:LinkedIn:WebBaseUrl"] = $"{root}/www.linkedin.com",
                    ["Platforms:LinkedIn:Product"] = "CommunityManagement",
                    ["Platforms:LinkedIn:PublishTimeout"] = "00:00:05",
                }
            )
            .Build();
        _services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddLinkedIn().BuildServiceProvider();
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

    internal async Task<LinkedInActor> ConnectAsync(
        bool organization = true,
        string role = "ADMINISTRATOR",
        IReadOnlyList<string>? scopes = null
    )
    {
        var username = $"account{Interlocked.Increment(ref _accounts)}";
        var answer = await PostAsync(
            "control/accounts",
            new
            {
                platform = "linkedin",
                username,
                extra = organization
                    ? new Dictionary<string, string> { ["kind"] = "organization", ["role"] = role }
                    : new Dictionary<string, string> { ["kind"] = "person" },
            }
        );
        var account = answer.GetProperty("accounts")[0];
        var token = account.GetProperty("accessToken").GetString()!;
        var seen = account.GetProperty("scopes").EnumerateArray().Select(scope => scope.GetString()!).ToArray();
        if (scopes is not null)
        {
            var owner = account.GetProperty("extra").GetProperty("memberId").GetString();
            var minted = await PostAsync(
                "control/tokens",
                new
                {
                    platform = "linkedin",
                    account = owner,
                    scopes,
                }
            );
            (token, seen) = (minted.GetProperty("accessToken").GetString()!, [.. scopes]);
        }

        return new LinkedInActor(
            new Channel
            {
                Id = Id<Channel>.New(new FakeClock()),
                WorkspaceId = s_workspace,
                Platform = Platform.LinkedIn,
                AccountId = account.GetProperty("accountId").GetString()!,
                Login = "linkedin",
                Kind = organization ? "organization" : "person",
                Name = username,
                Handle = username,
                State = ChannelState.Connected,
                Generation = 1,
                Scopes = seen,
                ConnectedAt = DateTimeOffset.UtcNow.AddDays(-1),
            },
            new Secret(token),
            account.GetProperty("extra").GetProperty("memberId").GetString()!
        );
    }

    internal static PlatformApp App => new("linkedin", "86sandboxapproved", new Secret("WPL_AP1.sandbox-approved"));

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

    internal static byte[] Demo(string file) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Demo", file));
}

/// <summary>A channel and the token of the member behind it.</summary>
internal sealed record LinkedInActor(Channel Channel, Secret Token, string MemberId)
{
    public PublishWork Work(PostContent content, params MediaFile[] files) => Work(content, files, []);

    public PublishWork Work(PostContent content, IReadOnlyList<MediaFile> files, IReadOnlyList<MediaFile> extras)
    {
        var all = files.Concat(extras).ToDictionary(file => file.Asset.Id, file => file.Bytes);
        return new PublishWork(
            Channel,
            Token,
            content.Media.Count > 0 ? content : content with { Media = [.. files.Select(file => new PostMedia(file.Asset.Id))] },
            "0123456789abcdef0123456789abcdef",
            [.. files.Select(file => file.Asset)],
            extras.ToDictionary(file => file.Asset.Id, file => file.Asset),
            (_, _) => throw new InvalidOperationException("Files are uploaded, not fetched."),
            (asset, _) =>
                Task.FromResult<Stream?>(
                    all.TryGetValue(asset.Id, out var bytes) ? new MemoryStream(bytes, writable: false) : null
                ),
            App: null,
            Cursor: null
        );
    }
}

/// <summary>A file with its bytes, probed as an upload is.</summary>
internal sealed record MediaFile(MediaAsset Asset, byte[] Bytes)
{
    public static MediaFile Of(string name, byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        var probe = new MediaProber().Probe(stream) ?? throw new InvalidDataException(name);
        return new MediaFile(
            new MediaAsset
            {
                Id = Id<MediaAsset>.New(TimeProvider.System),
                WorkspaceId = Id<Workspace>.New(new FakeClock()),
                FileName = name,
                ContentType = probe.ContentType,
                SizeBytes = bytes.Length,
                Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)),
                Probe = probe,
                StoredAs = "m/" + name,
                CreatedAt = FakeClock.DefaultStart,
            },
            bytes
        );
    }

    public static MediaFile Demo(string name) => Of(name, LinkedInSandbox.Demo(name));

    /// <summary>A demo video, made longer by a box that players skip.</summary>
    public static MediaFile LongVideo(int size)
    {
        var video = LinkedInSandbox.Demo("dough-reel.mp4");
        var bytes = new byte[size];
        video.CopyTo(bytes, 0);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(video.Length), size - video.Length);
        "free"u8.CopyTo(bytes.AsSpan(video.Length + 4));
        for (var i = video.Length + 8; i < size; i++)
        {
            bytes[i] = (byte)(i * 31 >> 3);
        }

        return Of("long.mp4", bytes);
    }

    public static MediaFile Pdf()
    {
        var bytes = System.Text.Encoding.ASCII.GetBytes(
            "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
        );
        return new MediaFile(
            new MediaAsset
            {
                Id = Id<MediaAsset>.New(TimeProvider.System),
                WorkspaceId = Id<Workspace>.New(new FakeClock()),
                FileName = "Autumn menu.pdf",
                ContentType = "application/pdf",
                SizeBytes = bytes.Length,
                Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)),
                Probe = new MediaProbe { Kind = MediaKind.Document, ContentType = "application/pdf" },
                StoredAs = "m/menu.pdf",
                CreatedAt = FakeClock.DefaultStart,
            },
            bytes
        );
    }
}
