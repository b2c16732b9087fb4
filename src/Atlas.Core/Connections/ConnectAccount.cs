using Atlas.Core.Audit;
using Atlas.Core.Channels;
using Atlas.Core.Messaging;
using Atlas.Core.Platforms;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Connections;

/// <summary>
/// Makes an account a channel, or connects it again: the one way in for every login. The tokens are in the vault and the system's
/// look-up rows are there before the batch that makes it so; an account that was known keeps its channel, its history and its
/// waiting publications.
/// </summary>
public sealed class ConnectAccount(
    IRowStore rows,
    ChannelStore channels,
    TokenStore tokens,
    UpkeepStore upkeeps,
    PlatformLogins logins,
    AuditLog audit,
    Outbox outbox,
    TimeProvider time
)
{
    /// <summary>To be called where a command decides: it runs again when the batch meets a change.</summary>
    internal async Task<AccountChange> DecideAsync(
        Id<Workspace> workspace,
        string actor,
        NewConnection connection,
        CancellationToken cancellationToken
    )
    {
        var partition = WorkspaceKeys.Partition(workspace);
        var accountKey = WorkspaceKeys.Account(connection.Platform, connection.AccountId);
        var owner = await rows.ReadAsync(partition, accountKey, StoredJson.Default.AccountOwner, cancellationToken);
        var existing = owner is null ? null : await channels.ReadAsync(workspace, owner.Value.ChannelId, cancellationToken);
        var (channel, upkeep) = Make(workspace, connection, owner?.Value.ChannelId, existing?.Value);

        await tokens.SetAsync(channel, connection.Tokens, cancellationToken);
        await PublishAsync(channel, cancellationToken);
        await upkeeps.AnnounceAsync(channel, upkeep.VisitAt, cancellationToken);

        var document = channel.ToRow(StoredJson.Default.Channel);
        var key = WorkspaceKeys.Channel(channel.Id);
        List<RowWrite> writes =
        [
            existing is null ? RowWrite.Insert(key, document) : RowWrite.Replace(key, document, existing.ETag),
            RowWrite.Upsert(WorkspaceKeys.Upkeep(channel.Id), upkeep.ToRow(StoredJson.Default.ChannelUpkeep)),
            audit.Entry(
                workspace,
                actor,
                existing is null ? AuditAction.ChannelConnected : AuditAction.ChannelReconnected,
                $"channel:{channel.Id}",
                ("platform", channel.Platform.ToName()),
                ("login", channel.Login),
                ("account", channel.AccountId),
                ("declined", string.Join(' ', channel.DeclinedScopes))
            ),
        ];
        if (existing is null)
        {
            writes.Add(
                RowWrite.Upsert(
                    WorkspaceKeys.Activity(channel.Id),
                    new ChannelActivity().ToRow(StoredJson.Default.ChannelActivity)
                )
            );
        }

        if (owner is null)
        {
            // Two first connections at once make one channel.
            writes.Add(
                RowWrite.Insert(accountKey, new AccountOwner(workspace, channel.Id).ToRow(StoredJson.Default.AccountOwner))
            );
        }

        List<OutboxEntry> work = [outbox.Prepare(workspace, new WorkItem.VisitChannel(channel.Id))];
        if (existing is not null)
        {
            work.Add(outbox.Prepare(workspace, new WorkItem.PurgeToken(existing.Value.TokenName)));
            work.Add(outbox.Prepare(workspace, new WorkItem.ResumePublications(channel.Id)));
        }

        return new AccountChange(channel, IsNew: existing is null, document, writes, work);
    }

    private (Channel, ChannelUpkeep) Make(Id<Workspace> workspace, NewConnection connection, Id<Channel>? id, Channel? existing)
    {
        var now = time.GetUtcNow();
        var rule = logins.Find(connection.Login)?.Description.Refresh;
        var channel = new Channel
        {
            Id = id ?? Id<Channel>.New(time),
            WorkspaceId = workspace,
            Platform = connection.Platform,
            AccountId = connection.AccountId,
            Login = connection.Login,
            Kind = connection.Kind,
            Server = connection.Server,
            AppClientId = connection.AppClientId,
            Name = connection.Name,
            Handle = connection.Handle,
            AvatarUrl = connection.AvatarUrl,
            State = ChannelState.Connected,
            Generation = (existing?.Generation ?? 0) + 1,
            Scopes = connection.Scopes,
            DeclinedScopes = connection.Declined,
            TokenExpiresAt = connection.Tokens.NeedsPersonAt(rule),
            ConnectedAt = now,
            PersonId = connection.PersonId,
            GrantId = connection.GrantId,
            LastPublishedAt = existing?.LastPublishedAt,
            Spacing = existing?.Spacing,
            AdAccount =
                connection.AdAccount ?? connection.AdAccounts.FirstOrDefault(account => account.Id == existing?.AdAccount?.Id),
        };
        return (
            channel,
            new ChannelUpkeep
            {
                Generation = channel.Generation,
                VisitAt = now,
                IssuedAt = connection.Tokens.IssuedAt,
                AccessExpiresAt = connection.Tokens.AccessExpiresAt,
                RefreshAt = UpkeepPlan.RefreshAt(channel, connection.Tokens, rule),
            }
        );
    }

    /// <summary>Look-up rows for what networks tell without naming a workspace. One that leads to no connection is passed over.</summary>
    private async Task PublishAsync(Channel channel, CancellationToken cancellationToken)
    {
        await rows.WriteAsync(SystemKeys.Accounts(channel.Platform.ToName()), [AccountOwner.LookUp(channel)], cancellationToken);
        if (channel.PersonId is { } person && logins.Find(channel.Login)?.Description.App is { } app)
        {
            await rows.WriteAsync(
                SystemKeys.People(app),
                [
                    RowWrite.Upsert(
                        SystemKeys.Person(person, channel.WorkspaceId, channel.Id),
                        new GrantMember(channel.WorkspaceId, channel.Id, channel.Generation).ToRow(StoredJson.Default.GrantMember)
                    ),
                ],
                cancellationToken
            );
        }
    }
}

/// <param name="Document">The channel's row, for its ETag.</param>
internal sealed record AccountChange(
    Channel Channel,
    bool IsNew,
    ReadOnlyMemory<byte> Document,
    List<RowWrite> Writes,
    IReadOnlyList<OutboxEntry> Outbox
);
