using Atlas.Core;
using Atlas.Core.Channels;
using Atlas.Core.Clocks;
using Atlas.Core.Connections;
using Atlas.Core.Media;
using Atlas.Core.Messaging;
using Atlas.Core.Platforms.Logins;
using Atlas.Core.Storage;
using Microsoft.Extensions.Logging;

namespace Atlas.Functions.Setup;

/// <summary>
/// Tries everything that networks and this deployment need of each other: the addresses to paste into developer consoles, each
/// called from outside as a network would, and the parts underneath. Each check says in one line what is wrong and what to do.
/// </summary>
public sealed partial class SetupChecks(
    PlatformLogins logins,
    PlatformApps apps,
    MetaWebhooks webhooks,
    WebhookReceipts receipts,
    PublicProbe outside,
    MediaProbeFile mediaFile,
    ITokenVault vault,
    IRowStore rows,
    IMessageSender sender,
    MediaOptions media,
    ClockWatch clock,
    TimeProvider time,
    ILogger<SetupChecks> logger
)
{
    private const string MetaWebhook = "webhook meta";
    private const string TikTokWebhook = "webhook tiktok";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_queuePatience = TimeSpan.FromSeconds(12);

    public async Task<SetupView> RunAsync(CancellationToken cancellationToken)
    {
        List<Task<SetupCheckView>> checks = [CheckBaseAsync()];
        if (BaseUrl is { } home)
        {
            foreach (var login in logins.All.Select(login => login.Description).Where(login => login.Flow == LoginFlow.Redirect))
            {
                checks.Add(
                    TryAsync(
                        $"redirect {login.Name}",
                        home + StartLogin.RedirectPath(login.Name),
                        (url, token) => outside.ExpectAsync(HttpMethod.Get, url, 400, "Nothing was connected", token),
                        cancellationToken
                    )
                );
            }

            checks.Add(TryAsync(MetaWebhook, $"{home}/api/webhooks/meta", ProbeWebhookAsync, cancellationToken));
            checks.Add(
                TryAsync(
                    "deauthorize meta",
                    $"{home}/api/meta/deauthorize",
                    (url, token) => outside.ExpectAsync(HttpMethod.Post, url, 400, "signed_request", token),
                    cancellationToken
                )
            );
            checks.Add(
                TryAsync(
                    "data deletion meta",
                    $"{home}/api/meta/data-deletion",
                    (url, token) => outside.ExpectAsync(HttpMethod.Post, url, 400, "signed_request", token),
                    cancellationToken
                )
            );
            checks.Add(CheckTikTokAsync($"{home}/api/webhooks/tiktok", cancellationToken));
            checks.Add(TryAsync("media", url: null, (_, token) => mediaFile.ProbeAsync(outside, token), cancellationToken));
            checks.Add(TryAsync("clock", url: null, ProbeClockAsync, cancellationToken));
        }

        checks.AddRange(
            logins.All.Select(login => login.Description.App).OfType<string>().Distinct().Select(CheckApp).Select(Task.FromResult)
        );
        checks.Add(TryAsync("vault", url: null, ProbeVaultAsync, cancellationToken));
        checks.Add(TryAsync("storage", url: null, ProbeRowsAsync, cancellationToken));
        checks.Add(TryAsync("queue", url: null, ProbeQueueAsync, cancellationToken));
        var done = await Task.WhenAll(checks);
        return new SetupView(
            done.All(check => check.State != SetupState.Failed),
            BaseUrl,
            await webhooks.ReadVerifyTokenAsync(cancellationToken),
            done
        );
    }

    private string? BaseUrl => media.PublicBaseUrl is { Length: > 0 } set ? set.TrimEnd('/') : null;

    private Task<SetupCheckView> CheckBaseAsync() =>
        Task.FromResult(
            BaseUrl is null
                ? Bad(
                    "public address",
                    url: null,
                    "Atlas:PublicBaseUrl is not set, so networks can't reach this app.",
                    "Set it to the https address under which this app is reached from outside."
                )
            : !Uri.TryCreate(BaseUrl, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https")
                ? Bad(
                    "public address",
                    BaseUrl,
                    "Atlas:PublicBaseUrl is not an http address.",
                    "Set it like https://atlas.example.com."
                )
            : uri.Scheme == "http"
                ? new SetupCheckView(
                    "public address",
                    SetupState.Warning,
                    BaseUrl,
                    "It is plain http: real networks call https only. That is right for the sandbox.",
                    "Put it behind https before you connect real accounts."
                )
            : Good("public address", BaseUrl, "Set.")
        );

    private SetupCheckView CheckApp(string name)
    {
        var named = string.Join(
            ", ",
            logins.All.Where(login => login.Description.App == name).Select(login => login.Description.Name)
        );
        return apps.FindOfDeployment(name) is { } app
            ? Good($"app {name}", url: null, $"Client id {app.ClientId}, for {named}.")
            : new SetupCheckView(
                $"app {name}",
                SetupState.Warning,
                Url: null,
                $"No developer app is set for {named}.",
                $"Set Apps:{name}:ClientId and Apps:{name}:ClientSecret, or let each workspace PUT /api/v1/apps/{name}."
            );
    }

    private async Task<string?> ProbeWebhookAsync(string url, CancellationToken cancellationToken)
    {
        var token = await webhooks.ReadVerifyTokenAsync(cancellationToken);
        var challenge = time.GetUtcNow().ToUnixTimeMilliseconds().ToString();
        return await outside.ExpectAsync(
            HttpMethod.Get,
            $"{url}?hub.mode=subscribe&hub.challenge={challenge}&hub.verify_token={Uri.EscapeDataString(token)}",
            200,
            challenge,
            cancellationToken
        );
    }

    private async Task<SetupCheckView> CheckTikTokAsync(string url, CancellationToken cancellationToken) =>
        await apps.FindCurrentOfDeploymentAsync(TikTokWebhooks.Network, cancellationToken) is { } app
            ? await TryAsync(
                TikTokWebhook,
                url,
                (address, token) => ProbeTikTokAsync(address, app.ClientSecret, token),
                cancellationToken
            )
            : new SetupCheckView(
                TikTokWebhook,
                SetupState.Warning,
                url,
                "It can't be tried: no developer app is set whose secret would sign.",
                "Set Apps:tiktok:ClientId and Apps:tiktok:ClientSecret, if you want TikTok."
            );

    /// <summary>What is signed rightly is taken, and what somebody else signs is not.</summary>
    private async Task<string?> ProbeTikTokAsync(string url, Secret secret, CancellationToken cancellationToken)
    {
        const string Header = "TikTok-Signature";
        var (body, right) = TikTokWebhooks.MakeProbe(secret, time.GetUtcNow());
        var wrong = TikTokWebhooks.MakeProbe(new Secret("somebody else's"), time.GetUtcNow()).Signature;
        return await outside.ExpectTakenAsync(url, body, (Header, right), 200, cancellationToken) is { } refused
                ? $"It does not take what TikTok signs. {refused}"
            : await outside.ExpectTakenAsync(url, body, (Header, wrong), 401, cancellationToken) is { } taken
                ? $"It does not refuse what somebody else signs. {taken}"
            : null;
    }

    private async Task<string?> ProbeClockAsync(string url, CancellationToken cancellationToken)
    {
        if (clock.Problem is { } problem)
        {
            return problem;
        }

        if (await outside.ReadClockAsync(cancellationToken) is not { } theirs)
        {
            return "No Date header came back to compare the clock with. Set Atlas:Connections:ClockUrl to any https address.";
        }

        var skew = (time.GetUtcNow() - theirs).Duration();
        return skew <= ClockWatch.MostSkew
            ? null
            : $"This machine's clock is {skew.TotalSeconds:F0} s off. Let it be set by NTP: posts go out by it and signatures carry it.";
    }

    private async Task<string?> ProbeVaultAsync(string url, CancellationToken cancellationToken)
    {
        var name = $"setup-probe-{Guid.CreateVersion7(time.GetUtcNow()):N}";
        await vault.SetAsync(name, new Secret("probe"), cancellationToken);
        var read = await vault.GetAsync(name, cancellationToken);
        await vault.DeleteAsync(name, cancellationToken);
        return read?.Reveal() != "probe" ? "It gave back another value than was stored."
            : await vault.GetAsync(name, cancellationToken) is not null
                ? "It kept what was deleted: the identity needs the right to purge."
            : null;
    }

    private async Task<string?> ProbeRowsAsync(string url, CancellationToken cancellationToken)
    {
        var key = $"setup-{Guid.CreateVersion7(time.GetUtcNow()):N}";
        await rows.WriteAsync(SystemKeys.Health, [RowWrite.Insert(key, "{}"u8.ToArray())], cancellationToken);
        var read = await rows.ReadAsync(SystemKeys.Health, key, cancellationToken);
        await rows.WriteAsync(SystemKeys.Health, [RowWrite.Delete(key)], cancellationToken);
        return read is null ? "A row that was just written is not there." : null;
    }

    private async Task<string?> ProbeQueueAsync(string url, CancellationToken cancellationToken)
    {
        var probe = $"queue-{Guid.CreateVersion7(time.GetUtcNow()):N}";
        var entry = new OutboxEntry(Id<OutboxEntry>.New(time), default, new WorkItem.EchoProbe(probe), time.GetUtcNow());
        await sender.SendAsync(
            Outbox.Queue,
            [new OutgoingMessage(entry.Id.ToString(), entry.ToRow(StoredJson.Default.OutboxEntry))],
            cancellationToken
        );
        var start = time.GetTimestamp();
        while (time.GetElapsedTime(start) < s_queuePatience)
        {
            if (await rows.ReadAsync(SystemKeys.Health, probe, cancellationToken) is not null)
            {
                await rows.WriteAsync(SystemKeys.Health, [RowWrite.Delete(probe)], cancellationToken);
                return null;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), time, cancellationToken);
        }

        return $"A message was sent and not received within {s_queuePatience.TotalSeconds:F0} s. Look at the queue '{Outbox.Queue}' and its dead letters.";
    }

    /// <param name="probe">Says what is wrong; null where nothing is.</param>
    private async Task<SetupCheckView> TryAsync(
        string name,
        string? url,
        Func<string, CancellationToken, Task<string?>> probe,
        CancellationToken cancellationToken
    )
    {
        using var patience = new CancellationTokenSource(s_patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await probe(url ?? "", either.Token) is { } wrong
                ? Bad(
                    name,
                    url,
                    wrong,
                    url is null ? "" : "Look whether that address leads to this app from outside, unchanged by proxies."
                )
                : Good(
                    name,
                    url,
                    name switch
                    {
                        MetaWebhook => await ReceivedAsync(MetaWebhooks.Network, cancellationToken),
                        TikTokWebhook => await ReceivedAsync(TikTokWebhooks.Network, cancellationToken),
                        _ => "Works.",
                    }
                );
        }
        catch (Exception ex) when (!cancellationToken.IsCancellationRequested) // whatever it is, it is what is wrong
        {
            Log.Failed(logger, ex, name);
            return Bad(name, url, $"It does not answer: {ex.GetType().Name}.", "The log says more under this check's name.");
        }
    }

    private async Task<string> ReceivedAsync(string network, CancellationToken cancellationToken)
    {
        var receipt = await receipts.ReadAsync(network, cancellationToken);
        return receipt.Count == 0
            ? "Works. Nothing has been received yet."
            : $"Works. {receipt.Count} deliveries, the last at {receipt.LastAt:u}.";
    }

    private static SetupCheckView Good(string name, string? url, string message) =>
        new(name, SetupState.Ok, url, message, NextStep: null);

    private static SetupCheckView Bad(string name, string? url, string message, string nextStep) =>
        new(name, SetupState.Failed, url, message, nextStep.Length == 0 ? null : nextStep);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The set-up check {Check} failed.")]
        public static partial void Failed(ILogger logger, Exception exception, string check);
    }
}
