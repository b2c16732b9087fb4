using System.Security.Cryptography;
using System.Text;
using Atlas.Core.Audit;
using Atlas.Core.Channels;
using Atlas.Core.Idempotency;
using Atlas.Core.Messaging;
using Atlas.Core.Platforms.Logins;
using Atlas.Core.Problems;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Connections;

/// <summary>
/// Connects the chosen accounts of a pending connection, each in a batch of its own; the last batch ends the pending one. Chosen
/// again after a crash in the middle, those that were connected already are connected anew.
/// </summary>
public sealed class ChooseAccounts(
    CommandLedger commands,
    ConnectAccount connect,
    PendingConnections pendings,
    OpenAccounts accounts,
    PlatformLogins logins,
    Outbox outbox
)
{
    private const int MaxAccounts = 100;

    public async Task<Outcome<Answer>> ReadAsync(Caller caller, Id<PendingConnection> id, CancellationToken cancellationToken) =>
        await FindAsync(caller, id, cancellationToken) is { } pending
            ? Answer.Ok(await accounts.ShowAsync(pending.Value, cancellationToken), ApiJson.Default.ConnectionView)
            : Problem.NotFound("connection");

    public async Task<Outcome<Answer>> HandleAsync(
        Caller caller,
        Id<PendingConnection> id,
        ChooseAccountsRequest request,
        IdempotencyKey? idempotencyKey,
        CancellationToken cancellationToken
    )
    {
        var partition = WorkspaceKeys.Partition(caller.WorkspaceId);
        if (idempotencyKey is not null && await commands.ReadKeptAsync(partition, idempotencyKey, cancellationToken) is { } kept)
        {
            return kept.Replay(idempotencyKey);
        }

        return await FindAsync(caller, id, cancellationToken) is { } pending
            ? await ConnectAsync(
                pending,
                caller.KeyId,
                request.AccountIds ?? [],
                request.AdAccountId,
                idempotencyKey,
                cancellationToken
            )
            : Problem.NotFound("connection");
    }

    /// <summary>By the form of the page that followed the consent.</summary>
    /// <param name="choice">As <see cref="FinishAnswer.Choose.Choice"/>.</param>
    public async Task<Outcome<Answer>> HandleAsync(
        string login,
        string choice,
        IReadOnlyList<string> accountIds,
        string? adAccountId,
        CancellationToken cancellationToken
    )
    {
        var parts = choice.Split('.');
        return
            parts is [var workspace, var id, var secret]
            && Id<Workspace>.TryParse(workspace, out var workspaceId)
            && Id<PendingConnection>.TryParse(id, out var pendingId)
            && await pendings.ReadAsync(workspaceId, pendingId, cancellationToken)
                is { Value: { ChoiceHash: { } hash } value } pending
            && value.Login == login
            && CryptographicOperations.FixedTimeEquals(
                Encoding.ASCII.GetBytes(hash),
                Encoding.ASCII.GetBytes(PendingConnections.HashOf(secret))
            )
            ? await ConnectAsync(pending, AuditActor.Consent, accountIds, adAccountId, idempotencyKey: null, cancellationToken)
            : Problem.NotFound("connection");
    }

    /// <summary>Only who began may see and choose.</summary>
    private async ValueTask<Versioned<PendingConnection>?> FindAsync(
        Caller caller,
        Id<PendingConnection> id,
        CancellationToken cancellationToken
    ) =>
        await pendings.ReadAsync(caller.WorkspaceId, id, cancellationToken) is { } pending
        && pending.Value.StartedBy == caller.KeyId
            ? pending
            : null;

    private async Task<Outcome<Answer>> ConnectAsync(
        Versioned<PendingConnection> found,
        string actor,
        IReadOnlyList<string> accountIds,
        string? adAccountId,
        IdempotencyKey? idempotencyKey,
        CancellationToken cancellationToken
    )
    {
        var pending = found.Value;
        var chosen = Find(pending, accountIds);
        if (chosen.Failed)
        {
            return chosen.Problem;
        }

        var adAccount = pending.AdAccounts.FirstOrDefault(account => account.Id == adAccountId);
        if (adAccount is null && adAccountId is not null)
        {
            return Problem.Invalid("adAccountId", "reference", "The connection has no such ad account.");
        }

        if (await pendings.ReadTokensAsync(pending, cancellationToken) is not { } tokens)
        {
            return Problem.NotFound("connection");
        }

        var partition = WorkspaceKeys.Partition(pending.WorkspaceId);
        List<ChannelView> views = [];
        foreach (var index in chosen.Value)
        {
            var connection = Connection(pending, index, tokens[index]) with { AdAccount = adAccount };
            ChannelView? view = null;
            var outcome = await commands.DoAsync(
                partition,
                key: null,
                async token =>
                {
                    var change = await connect.DecideAsync(pending.WorkspaceId, actor, connection, token);
                    view = ChannelView.Of(change.Channel, logins);
                    return new Change(change.Writes, Answer.NoContent) { Outbox = change.Outbox };
                },
                cancellationToken
            );
            if (outcome.Failed)
            {
                return outcome;
            }

            views.Add(view!);
        }

        return await commands.DoAsync(
            partition,
            idempotencyKey,
            async token =>
                await pendings.ReadAsync(pending.WorkspaceId, pending.Id, token) is not { } current
                    ? Problem.NotFound("connection")
                    : new Change(
                        [RowWrite.Delete(WorkspaceKeys.Connection(pending.Id), current.ETag)],
                        Answer.Ok(new ConnectedChannelsView(views), ApiJson.Default.ConnectedChannelsView)
                    )
                    {
                        Outbox =
                        [
                            outbox.Prepare(
                                pending.WorkspaceId,
                                new WorkItem.PurgePending(pending.KeyName, PendingConnections.MarkerOf(pending))
                            ),
                        ],
                    },
            cancellationToken
        );
    }

    private static NewConnection Connection(PendingConnection pending, int index, TokenSet tokens)
    {
        var account = pending.Accounts[index];
        return new NewConnection(
            account.Platform,
            account.AccountId,
            pending.Login,
            account.Name,
            account.Handle,
            account.AvatarUrl,
            pending.Scopes,
            tokens
        )
        {
            Kind = account.Kind,
            Server = account.Server,
            AppClientId = pending.AppClientId,
            PersonId = pending.PersonId,
            GrantId = pending.Id.ToString(),
            Declined = pending.Declined,
            AdAccounts = pending.AdAccounts,
        };
    }

    private static Outcome<List<int>> Find(PendingConnection pending, IReadOnlyList<string> accountIds)
    {
        if (accountIds.Count is 0 or > MaxAccounts)
        {
            return Problem.Invalid(
                "accountIds",
                accountIds.Count == 0 ? "required" : "count",
                $"Name 1 to {MaxAccounts} of the connection's accounts."
            );
        }

        List<ProblemError> errors = [];
        List<int> found = [];
        for (var i = 0; i < accountIds.Count; i++)
        {
            var matches = Enumerable
                .Range(0, pending.Accounts.Count)
                .Where(index =>
                    pending.Accounts[index].Key == accountIds[i] || pending.Accounts[index].AccountId == accountIds[i]
                )
                .ToList();
            if (matches.Count == 1)
            {
                found.Add(matches[0]);
            }
            else
            {
                errors.Add(
                    new ProblemError(
                        $"accountIds[{i}]",
                        matches.Count == 0 ? "reference" : "ambiguous",
                        matches.Count == 0
                            ? "The connection has no such account."
                            : "Several networks have an account of this id: name it by its id in accounts.",
                        Actual: accountIds[i]
                    )
                );
            }
        }

        return errors.Count > 0 ? Problem.Invalid(errors) : found.Distinct().ToList();
    }
}
