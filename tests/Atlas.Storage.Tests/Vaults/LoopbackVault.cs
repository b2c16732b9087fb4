using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Azure.Core.Pipeline;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Atlas.Storage.Tests.Vaults;

/// <summary>
/// Key Vault's secrets over HTTPS on loopback, as documented: the challenge, soft delete that takes a few polls, purge after
/// which the name stays taken for a few calls. https://learn.microsoft.com/rest/api/keyvault/secrets
/// </summary>
public sealed class LoopbackVault : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, StoredSecret> _secrets = new(StringComparer.OrdinalIgnoreCase);
    private readonly X509Certificate2 _certificate;
    private readonly WebApplication _app;

    private LoopbackVault(WebApplication app, Uri uri, X509Certificate2 certificate)
    {
        Uri = uri;
        _app = app;
        _certificate = certificate;
    }

    private enum State
    {
        Live,
        BeingDeleted,
        Deleted,
        BeingPurged,
    }

    /// <summary>Another name for each: the client remembers for the whole process what a vault's challenge said.</summary>
    public Uri Uri { get; }

    /// <summary>How many calls see each stage of a delete before it is over.</summary>
    public int Slowness { get; set; } = 2;

    public ConcurrentQueue<string> Calls { get; } = new();

    /// <summary>Answers in place of the vault when it returns true.</summary>
    public Func<HttpContext, Task<bool>>? Intercept { get; set; }

    /// <summary>The vault does what it is asked, and the connection ends without a word of it.</summary>
    public Func<HttpContext, bool>? LosesAnswer { get; set; }

    public static async Task<LoopbackVault> StartAsync()
    {
        var uri = new Uri($"https://atlas-{Guid.NewGuid().ToString("N")[..12]}.vault.azure.net");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={uri.Host}", key, HashAlgorithmName.SHA256);
        var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate))
        );
        var app = builder.Build();
        var vault = new LoopbackVault(app, uri, certificate);
        app.Run(vault.AnswerAsync);
        await app.StartAsync();
        return vault;
    }

    /// <summary>Dials loopback whatever the host's name is, and trusts this vault's certificate alone.</summary>
    public HttpClientTransport CreateTransport()
    {
        var port = new Uri(_app.Urls.Single()).Port;
        return new HttpClientTransport(
            new HttpClient(
                new SocketsHttpHandler
                {
                    ConnectCallback = async (_, cancellationToken) =>
                    {
                        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                        await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
                        return new NetworkStream(socket, ownsSocket: true);
                    },
                    SslOptions =
                    {
                        RemoteCertificateValidationCallback = (_, shown, _, _) =>
                            shown?.GetCertHashString() == _certificate.GetCertHashString(),
                    },
                }
            )
        );
    }

    /// <summary>As if somebody else had purged it.</summary>
    public void Remove(string name) => _secrets.TryRemove(name, out _);

    public bool Holds(string name) => _secrets.ContainsKey(name);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _certificate.Dispose();
    }

    private static async Task RefuseAsync(HttpContext context, int status, string code, string? innerCode = null)
    {
        var error = new JsonObject { ["code"] = code, ["message"] = "no" };
        if (innerCode is not null)
        {
            error["innererror"] = new JsonObject { ["code"] = innerCode };
        }

        context.Response.StatusCode = status;
        await context.Response.WriteAsJsonAsync(new JsonObject { ["error"] = error });
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Headers.Authorization.Count == 0)
        {
            Calls.Enqueue($"{context.Request.Method} without a token");
            context.Response.Headers.WWWAuthenticate =
                "Bearer authorization=\"https://login.microsoftonline.com/22222222-2222-2222-2222-222222222222\", resource=\"https://vault.azure.net\"";
            await RefuseAsync(context, 401, "Unauthorized");
            return;
        }

        Assert.Equal($"Bearer {KnownToken.Token}", context.Request.Headers.Authorization);
        Assert.False(string.IsNullOrEmpty(context.Request.Query["api-version"]));
        Calls.Enqueue($"{context.Request.Method} {context.Request.Path.Value!.TrimEnd('/').Split('/')[1]}");
        if (Intercept is { } intercept && await intercept(context))
        {
            return;
        }

        if (LosesAnswer?.Invoke(context) is true)
        {
            context.Response.Body = Stream.Null;
            await DoAsync(context);
            context.Abort();
            return;
        }

        await DoAsync(context);
    }

    private async Task DoAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var name = path[1];
        await (
            (context.Request.Method, path[0]) switch
            {
                ("PUT", "secrets") => SetAsync(context, name),
                ("GET", "secrets") => GetAsync(context, name),
                ("DELETE", "secrets") => DeleteAsync(context, name),
                ("GET", "deletedsecrets") => GetDeletedAsync(context, name),
                ("DELETE", "deletedsecrets") => PurgeAsync(context, name),
                _ => RefuseAsync(context, 405, "MethodNotAllowed"),
            }
        );
    }

    private async Task SetAsync(HttpContext context, string name)
    {
        var body = await JsonNode.ParseAsync(context.Request.Body);
        switch (Find(name)?.State)
        {
            case State.Deleted:
                await RefuseAsync(context, 409, "Conflict", "ObjectIsDeletedButRecoverable");
                break;
            case State.BeingDeleted or State.BeingPurged:
                await RefuseAsync(context, 409, "Conflict", "ObjectIsBeingDeleted");
                break;
            default:
                _secrets[name] = new StoredSecret(body!["value"]!.GetValue<string>());
                await WriteAsync(context, name, _secrets[name]);
                break;
        }
    }

    private Task GetAsync(HttpContext context, string name) =>
        Find(name) is { State: State.Live } secret
            ? WriteAsync(context, name, secret)
            : RefuseAsync(context, 404, "SecretNotFound");

    private Task DeleteAsync(HttpContext context, string name)
    {
        switch (Find(name))
        {
            case { State: State.Live } secret:
                secret.Enter(State.BeingDeleted, Slowness);
                return WriteAsync(context, name, secret);
            case { State: State.BeingDeleted }:
                return RefuseAsync(context, 409, "Conflict", "ObjectIsBeingDeleted");
            default:
                return RefuseAsync(context, 404, "SecretNotFound");
        }
    }

    private Task GetDeletedAsync(HttpContext context, string name) =>
        Find(name) is { State: State.Deleted } secret
            ? WriteAsync(context, name, secret)
            : RefuseAsync(context, 404, "SecretNotFound");

    private Task PurgeAsync(HttpContext context, string name)
    {
        switch (Find(name))
        {
            case { State: State.Deleted } secret:
                secret.Enter(State.BeingPurged, Slowness);
                context.Response.StatusCode = 204;
                return Task.CompletedTask;
            case { State: State.BeingDeleted or State.BeingPurged }:
                return RefuseAsync(context, 409, "Conflict", "ObjectIsBeingDeleted");
            default:
                return RefuseAsync(context, 404, "SecretNotFound");
        }
    }

    /// <summary>Each look at a name moves its deletion on by a step.</summary>
    private StoredSecret? Find(string name)
    {
        if (!_secrets.TryGetValue(name, out var secret) || !secret.IsOver())
        {
            return secret;
        }

        if (secret.State == State.BeingPurged)
        {
            _secrets.TryRemove(name, out _);
            return null;
        }

        secret.Enter(State.Deleted, calls: 0);
        return secret;
    }

    private Task WriteAsync(HttpContext context, string name, StoredSecret secret)
    {
        var answer = new JsonObject
        {
            ["id"] = $"{Uri}secrets/{name}/0123456789abcdef0123456789abcdef",
            ["attributes"] = new JsonObject { ["enabled"] = true, ["recoveryLevel"] = "Recoverable+Purgeable" },
        };
        if (secret.State == State.Live)
        {
            answer["value"] = secret.Value;
        }
        else
        {
            answer["recoveryId"] = $"{Uri}deletedsecrets/{name}";
            answer["deletedDate"] = 1_700_000_000;
            answer["scheduledPurgeDate"] = 1_700_700_000;
        }

        return context.Response.WriteAsJsonAsync(answer);
    }

    private sealed class StoredSecret(string value)
    {
        private int _calls;

        public string Value => value;

        public State State { get; private set; }

        public void Enter(State state, int calls)
        {
            State = state;
            _calls = calls;
        }

        public bool IsOver() => State is State.BeingDeleted or State.BeingPurged && _calls-- <= 0;
    }
}
