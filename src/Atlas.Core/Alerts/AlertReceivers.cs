using Atlas.Core.Audit;
using Atlas.Core.Channels;
using Atlas.Core.Idempotency;
using Atlas.Core.Messaging;
using Atlas.Core.Outbound;
using Atlas.Core.Problems;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Alerts;

/// <summary>How a workspace sets where its alerts go, tries it, and has sent again what did not arrive.</summary>
public sealed class AlertReceivers(
    IRowStore rows,
    ITokenVault vault,
    CommandLedger commands,
    Outbox outbox,
    AlertWebhook webhook,
    EgressGuard egress,
    AuditLog audit,
    TimeProvider time
)
{
    private const int MaxUrl = 2000;
    private const int MaxAgain = 200;

    /// <summary>Longer than setting one takes: what nobody names by then is purged.</summary>
    private static readonly TimeSpan s_stray = TimeSpan.FromMinutes(10);

    public async Task<Outcome<Answer>> ReadAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (await FindAsync(caller.WorkspaceId, cancellationToken) is not { Value: var receiver })
        {
            return Problem.NotFound("alert receiver");
        }

        var givenUp = (await NewestAsync(caller.WorkspaceId, cancellationToken)).Count(IsLeft);
        return Answer.Ok(
            new AlertReceiverView(receiver.Host, receiver.ChangedAt, givenUp, Secret: null),
            ApiJson.Default.AlertReceiverView
        );
    }

    /// <summary>Sets or replaces it. The answer shows the new signing key, once.</summary>
    public async Task<Outcome<Answer>> SetAsync(
        Caller caller,
        SetAlertReceiverRequest request,
        IdempotencyKey? idempotencyKey,
        CancellationToken cancellationToken
    )
    {
        if (!Uri.TryCreate(request.Url?.Reveal(), UriKind.Absolute, out var url) || url.OriginalString.Length > MaxUrl)
        {
            return Problem.Invalid("url", "required", $"Give the https address to post to, {MaxUrl} characters at most.");
        }

        if (egress.CheckEncrypted(url) is { } refused)
        {
            return Problem.Invalid("url", refused.Rule, refused.Message);
        }

        var now = time.GetUtcNow();
        var address = ReceiverAddress.New(url);
        var name = $"alert-receiver-{caller.WorkspaceId}-{Guid.CreateVersion7(now):N}";

        // First what takes it away again: a process that dies in between leaves nothing in the vault.
        await outbox.SendLaterAsync(caller.WorkspaceId, new WorkItem.PurgeReceiver(name), s_stray, cancellationToken);
        await vault.SetAsync(name, address.ToSecret(), cancellationToken);
        var receiver = new AlertReceiver(name, url.Host, now, caller.KeyId);
        return await commands.DoAsync(
            WorkspaceKeys.Partition(caller.WorkspaceId),
            idempotencyKey,
            async token =>
            {
                var before = await FindAsync(caller.WorkspaceId, token);
                var row = receiver.ToRow(StoredJson.Default.AlertReceiver);
                return new Change(
                    [
                        before is null
                            ? RowWrite.Insert(WorkspaceKeys.AlertReceiver, row)
                            : RowWrite.Replace(WorkspaceKeys.AlertReceiver, row, before.ETag),
                        audit.Entry(
                            caller.WorkspaceId,
                            caller.KeyId,
                            AuditAction.ReceiverChanged,
                            "alertReceiver",
                            ("host", url.Host),
                            ("before", before?.Value.Host)
                        ),
                    ],
                    Answer.Ok(
                        new AlertReceiverView(url.Host, now, GivenUp: 0, address.KeyText),
                        ApiJson.Default.AlertReceiverView
                    )
                )
                {
                    HasSecret = true,
                    Outbox = before is null ? [] : [Purge(caller.WorkspaceId, before.Value)],
                };
            },
            cancellationToken
        );
    }

    public Task<Outcome<Answer>> RemoveAsync(Caller caller, CancellationToken cancellationToken) =>
        commands.DoAsync(
            WorkspaceKeys.Partition(caller.WorkspaceId),
            key: null,
            async token =>
                await FindAsync(caller.WorkspaceId, token) is not { } current
                    ? Problem.NotFound("alert receiver")
                    : new Change(
                        [
                            RowWrite.Delete(WorkspaceKeys.AlertReceiver, current.ETag),
                            audit.Entry(
                                caller.WorkspaceId,
                                caller.KeyId,
                                AuditAction.ReceiverRemoved,
                                "alertReceiver",
                                ("host", current.Value.Host)
                            ),
                        ],
                        Answer.NoContent
                    )
                    {
                        Outbox = [Purge(caller.WorkspaceId, current.Value)],
                    },
            cancellationToken
        );

    /// <summary>Sends a test alert now and says what became of it.</summary>
    public async Task<Outcome<Answer>> TestAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (
            await FindAsync(caller.WorkspaceId, cancellationToken) is not { Value: var receiver }
            || await vault.GetAsync(receiver.SecretName, cancellationToken) is not { } secret
        )
        {
            return Problem.NotFound("alert receiver");
        }

        var started = time.GetTimestamp();
        var sending = await webhook.SendAsync(
            ReceiverAddress.Read(secret),
            Id<Alert>.New(time).ToString(),
            AlertMessage.Test(caller.WorkspaceId, time.GetUtcNow()),
            cancellationToken
        );
        return Answer.Ok(
            new TestedReceiverView(
                sending.Delivered,
                sending.Status,
                sending.Problem,
                (int)time.GetElapsedTime(started).TotalMilliseconds
            ),
            ApiJson.Default.TestedReceiverView
        );
    }

    /// <summary>Sends again those open alerts of the newest that were given up. Asked twice, it finds them on their way.</summary>
    public async Task<Outcome<Answer>> SendAgainAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (await FindAsync(caller.WorkspaceId, cancellationToken) is null)
        {
            return Problem.NotFound("alert receiver");
        }

        var sent = 0;
        var partition = WorkspaceKeys.Partition(caller.WorkspaceId);
        foreach (var left in (await NewestAsync(caller.WorkspaceId, cancellationToken)).Where(IsLeft))
        {
            var key = WorkspaceKeys.Alert(left.Value.Id);
            var again = (left.Value with { Delivery = null }).ToRow(StoredJson.Default.Alert);
            var entry = outbox.Prepare(caller.WorkspaceId, new WorkItem.DeliverAlert(left.Value.Id));
            await outbox.MarkAsync([entry], cancellationToken);
            RowWrite[] batch = [RowWrite.Replace(key, again, left.ETag), Outbox.Write(entry)];
            if ((await rows.WriteAsync(partition, batch, cancellationToken)).Succeeded)
            {
                await outbox.DrainAsync([entry], cancellationToken);
                sent++;
            }
        }

        return Answer.Ok(new SentAgainView(sent), ApiJson.Default.SentAgainView);
    }

    /// <summary>Takes an address out of the vault that the workspace no longer has, or that it never came to have.</summary>
    internal async Task PurgeAsync(Id<Workspace> workspace, string secretName, CancellationToken cancellationToken)
    {
        if ((await FindAsync(workspace, cancellationToken))?.Value.SecretName != secretName)
        {
            await vault.DeleteAsync(secretName, cancellationToken);
        }
    }

    private OutboxEntry Purge(Id<Workspace> workspace, AlertReceiver receiver) =>
        outbox.Prepare(workspace, new WorkItem.PurgeReceiver(receiver.SecretName));

    private static bool IsLeft(Versioned<Alert> alert) => alert.Value is { AcknowledgedAt: null, Delivery.GivenUpAt: not null };

    private async Task<IEnumerable<Versioned<Alert>>> NewestAsync(Id<Workspace> workspace, CancellationToken cancellationToken)
    {
        var page = await rows.ReadRangeAsync(
            WorkspaceKeys.Partition(workspace),
            RowRange.StartingWith(WorkspaceKeys.Alerts),
            MaxAgain,
            cancellationToken
        );
        return page.Rows.Select(row => row.As(StoredJson.Default.Alert));
    }

    private ValueTask<Versioned<AlertReceiver>?> FindAsync(Id<Workspace> workspace, CancellationToken cancellationToken) =>
        rows.ReadAsync(
            WorkspaceKeys.Partition(workspace),
            WorkspaceKeys.AlertReceiver,
            StoredJson.Default.AlertReceiver,
            cancellationToken
        );
}

/// <param name="Url">A secret, since whoever has the address of a chat tool's webhook can write there.</param>
public sealed record SetAlertReceiverRequest(Secret? Url);

/// <param name="GivenUp">How many of the newest open alerts it did not take in all attempts.</param>
/// <param name="Secret">The signing key: in the answer that sets it, and nowhere else.</param>
public sealed record AlertReceiverView(string Host, DateTimeOffset ChangedAt, int GivenUp, string? Secret);

public sealed record TestedReceiverView(bool Delivered, int? Status, string? Problem, int Milliseconds);

public sealed record SentAgainView(int Sent);
