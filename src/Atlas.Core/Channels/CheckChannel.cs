using Atlas.Core.Connections;
using Atlas.Core.Platforms;
using Atlas.Core.Preflight;
using Atlas.Core.Problems;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Channels;

/// <summary>Asks a channel's network whether it still works, and puts beside it all that is known here of its connection.</summary>
public sealed class CheckChannel(
    ChannelStore channels,
    ChannelTokens tokens,
    TokenStore store,
    ChannelActivities activities,
    PlatformAccounts accounts,
    PlatformLogins logins,
    QuotaUse quotas,
    TimeProvider time
)
{
    private const int SoonDays = 7;

    public async Task<Outcome<Answer>> HandleAsync(Caller caller, Id<Channel> id, CancellationToken cancellationToken)
    {
        if (await channels.ReadAsync(caller.WorkspaceId, id, cancellationToken) is not { } current)
        {
            return Problem.NotFound("channel");
        }

        var asked = await AskAsync(current.Value, cancellationToken);
        var upkeep = (await store.ReadUpkeepAsync(asked.Channel, cancellationToken))?.Value;
        var activity = await activities.ReadAsync(asked.Channel, cancellationToken);
        var used = await quotas.CountAsync(asked.Channel, asked.Quotas, cancellationToken);
        return Answer.Ok(View(asked, upkeep, activity, used), ApiJson.Default.ChannelHealthView);
    }

    private ChannelHealthView View(Asked asked, ChannelUpkeep? upkeep, ChannelActivity activity, IReadOnlyList<QuotaUseView> used)
    {
        var (channel, problem) = (asked.Channel, asked.Problem);
        var now = time.GetUtcNow();
        var description = logins.Find(channel.Login)?.Description;
        var missing = DeclinedScopeView.Of(channel, description);
        int? daysLeft = channel.TokenExpiresAt is { } end ? (int)Math.Floor((end - now).TotalDays) : null;
        return new ChannelHealthView(
            channel.Id,
            problem is null && channel.State == ChannelState.Connected,
            asked.WasAsked,
            channel.State,
            problem?.Code,
            problem?.Message ?? channel.StateReason,
            problem?.NextStep ?? NextStep(channel, daysLeft, missing, upkeep),
            channel.TokenExpiresAt,
            daysLeft,
            channel.Scopes,
            missing,
            upkeep is null
                ? null
                : new TokenHealthView(
                    upkeep.AccessExpiresAt,
                    upkeep.NextAttemptAt ?? upkeep.RefreshAt,
                    upkeep.LastRefreshedAt,
                    upkeep.Failures,
                    upkeep.LastProblem?.Message
                ),
            activity.LastSuccessAt,
            activity.LastFailureAt is { } failedAt
                ? new ChannelFailureView(failedAt, activity.LastFailureCode, activity.LastFailure)
                : null,
            activity.Usage,
            activity.UsageAt,
            used,
            upkeep is null
                ? null
                : new WebhookHealthView(
                    upkeep.Webhook?.State ?? WebhookState.Pending,
                    upkeep.Webhook?.Fields ?? [],
                    upkeep.Webhook?.Message,
                    upkeep.Webhook?.CheckedAt,
                    activity.LastWebhookAt
                ),
            now
        );
    }

    private static string? NextStep(
        Channel channel,
        int? daysLeft,
        IReadOnlyList<DeclinedScopeView> missing,
        ChannelUpkeep? upkeep
    ) =>
        channel.State != ChannelState.Connected ? "Connect the account again: what waits for it goes on by itself."
        : daysLeft < SoonDays ? "Connect the account again before its consent ends; nothing that is scheduled is lost by it."
        : missing.Count > 0
            ? $"Connect the account again and allow what was declined, or do without: {string.Join(", ", missing.Select(scope => scope.Feature ?? scope.Scope).Distinct())}."
        : upkeep is { Failures: > 2 }
            ? "Nothing yet: the network does not answer to the renewal of the token, which is tried again by itself."
        : upkeep?.Webhook is { State: WebhookState.Failed } webhook ? webhook.Message
        : null;

    private async Task<Asked> AskAsync(Channel channel, CancellationToken cancellationToken)
    {
        if (channel.State == ChannelState.Disconnected)
        {
            return new Asked(channel, Problem: null, WasAsked: false);
        }

        switch (await tokens.ReadAsync(channel, cancellationToken))
        {
            case TokenAnswer.Missing missing:
                return new Asked(
                    (await channels.ReadAsync(channel.WorkspaceId, channel.Id, cancellationToken))?.Value ?? channel,
                    new PlatformProblem("atlas.token.missing", missing.Reason, "Connect the account again.", Source: null),
                    WasAsked: false
                );
            case TokenAnswer.NotNow notNow:
                return new Asked(
                    channel,
                    new PlatformProblem(
                        "atlas.token.notNow",
                        notNow.Reason,
                        "Nothing: the token is renewed by itself as soon as the network answers.",
                        Source: null
                    ),
                    WasAsked: false
                );
            case TokenAnswer.Ready ready when accounts.Find(channel.Platform) is { } reader:
                return await AskAsync(channel, reader, ready.AccessToken, cancellationToken);
            default:
                return new Asked(channel, Problem: null, WasAsked: false);
        }
    }

    private async Task<Asked> AskAsync(
        Channel channel,
        IPlatformAccounts reader,
        Secret token,
        CancellationToken cancellationToken
    )
    {
        switch (await reader.ReadAccountAsync(channel.Login, token, channel.AccountId, cancellationToken))
        {
            case AccountAnswer.Refused refused when await tokens.IsDeadAsync(channel, token, cancellationToken):
                await channels.MarkNeedsReconnectAsync(channel, refused.Problem.Message, cancellationToken);
                var current = await channels.ReadAsync(channel.WorkspaceId, channel.Id, cancellationToken);
                return new Asked(current?.Value ?? channel, refused.Problem, WasAsked: true);
            case AccountAnswer.Unavailable unavailable:
                return new Asked(channel, unavailable.Problem, WasAsked: true);
            case AccountAnswer.Account account:
                return new Asked(channel, Problem: null, WasAsked: true) { Quotas = account.Quotas };
            default:
                return new Asked(channel, Problem: null, WasAsked: true);
        }
    }

    private sealed record Asked(Channel Channel, PlatformProblem? Problem, bool WasAsked)
    {
        public IReadOnlyList<NetworkQuota> Quotas { get; init; } = [];
    }
}
