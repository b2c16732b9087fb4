using System.Security.Cryptography;
using System.Text;
using Atlas.Core.Audit;
using Atlas.Core.Channels;
using Atlas.Core.Idempotency;
using Atlas.Core.Media;
using Atlas.Core.Messaging;
using Atlas.Core.Platforms;
using Atlas.Core.Problems;
using Atlas.Core.Storage;

namespace Atlas.Core.Connections;

/// <summary>
/// What a person does at Meta and Meta tells us: removing the app, and asking for deletion. Both name the person by an id of the
/// app that signs, and both may come again.
/// </summary>
public sealed class MetaCallbacks(
    IRowStore rows,
    SigningApps apps,
    ChannelStore channels,
    ChannelEndings endings,
    CommandLedger commands,
    PlatformLogins logins,
    SigningKeys keys,
    TimeProvider time
)
{
    private const string Removed = "The person has removed the app at the network. Connect the account again.";
    private const string Deleted = "The person has asked the network to have their data deleted.";

    /// <returns>False where nobody whom we know signed it.</returns>
    public async Task<bool> DeauthorizeAsync(string? signed, string? clientId, CancellationToken cancellationToken)
    {
        if (await ReadAsync(signed, clientId, cancellationToken) is not { } told)
        {
            return false;
        }

        foreach (var channel in await FindChannelsAsync(told, cancellationToken))
        {
            await channels.MarkNeedsReconnectAsync(channel, Removed, cancellationToken);
        }

        return true;
    }

    /// <returns>The code under which the person sees what became of it; null where nobody whom we know signed it.</returns>
    public async Task<string?> DeleteAsync(string? signed, string? clientId, CancellationToken cancellationToken)
    {
        if (await ReadAsync(signed, clientId, cancellationToken) is not { } told)
        {
            return null;
        }

        var code = await CodeOfAsync(told, cancellationToken);
        var found = await FindChannelsAsync(told, cancellationToken);
        var request = new DeletionRequest(
            code,
            time.GetUtcNow(),
            [.. found.Select(channel => new GrantMember(channel.WorkspaceId, channel.Id, channel.Generation))]
        );

        // The same request again keeps what it told of first.
        await rows.WriteAsync(
            SystemKeys.Deletions,
            [RowWrite.Insert(code, request.ToRow(StoredJson.Default.DeletionRequest))],
            cancellationToken
        );
        foreach (var channel in found)
        {
            await commands.DoAsync(
                WorkspaceKeys.Partition(channel.WorkspaceId),
                key: null,
                async token =>
                    await channels.ReadAsync(channel.WorkspaceId, channel.Id, token) is { } current
                    && current.Value.AccountId == channel.AccountId
                        ? endings.Decide(current, ReleaseMode.Cancel, AuditActor.Network, Deleted, revoke: false, erase: true)
                        : new Change([], Answer.NoContent),
                cancellationToken
            );
        }

        return code;
    }

    /// <returns>Null where there is no such request.</returns>
    public async Task<DeletionStanding?> ReadDeletionAsync(string code, CancellationToken cancellationToken)
    {
        if (
            code.Length != CodeLength
            || !code.All(char.IsAsciiHexDigitLower)
            || await rows.ReadAsync(SystemKeys.Deletions, code, StoredJson.Default.DeletionRequest, cancellationToken)
                is not { Value: var request }
        )
        {
            return null;
        }

        var left = 0;
        foreach (var member in request.Channels)
        {
            var upkeep = await rows.ReadAsync(
                WorkspaceKeys.Partition(member.WorkspaceId),
                WorkspaceKeys.Upkeep(member.ChannelId),
                StoredJson.Default.ChannelUpkeep,
                cancellationToken
            );
            var channel = (await channels.ReadAsync(member.WorkspaceId, member.ChannelId, cancellationToken))?.Value;
            if (
                upkeep?.Value.Generation == member.Generation
                || channel is { State: not ChannelState.Disconnected } && channel.Generation == member.Generation
            )
            {
                left++;
            }
        }

        return new DeletionStanding(request.At, request.Channels.Count, left);
    }

    /// <summary>Forgets requests that are long done.</summary>
    public async Task PurgeAsync(CancellationToken cancellationToken)
    {
        var oldest = time.GetUtcNow() - DeletionRequest.Lifetime;
        var range = new RowRange("0", "g");
        RowPage page;
        do
        {
            page = await rows.ReadRangeAsync(SystemKeys.Deletions, range, RowLimits.MaxPage, cancellationToken);
            foreach (var row in page.Rows.Where(row => row.As(StoredJson.Default.DeletionRequest).Value.At < oldest))
            {
                await rows.WriteAsync(SystemKeys.Deletions, [RowWrite.Delete(row.Key, row.ETag)], cancellationToken);
            }

            range = page.HasMore ? range.AfterKey(page.Rows[^1].Key) : range;
        } while (page.HasMore);
    }

    private const int CodeLength = 24;

    private Task<Told?> ReadAsync(string? signed, string? clientId, CancellationToken cancellationToken) =>
        apps.FindAsync(
            SigningApps.OfMeta,
            clientId,
            app => MetaSignatures.Read(signed, app.ClientSecret.Reveal()) is { } request ? new Told(app, request) : null,
            cancellationToken
        );

    /// <summary>Channels of the person, and of the account of that id: Instagram's and Threads' own logins know no other.</summary>
    private async Task<IReadOnlyList<Channel>> FindChannelsAsync(Told told, CancellationToken cancellationToken)
    {
        List<Channel> found = [];
        var range = RowRange.StartingWith($"{WorkspaceKeys.Escape(told.Request.UserId)}:");
        var people = await rows.ReadRangeAsync(SystemKeys.People(told.App.Name), range, RowLimits.MaxPage, cancellationToken);
        foreach (var member in people.Rows.Select(row => row.As(StoredJson.Default.GrantMember).Value))
        {
            if (
                (await channels.ReadAsync(member.WorkspaceId, member.ChannelId, cancellationToken))?.Value is { } channel
                && channel.PersonId == told.Request.UserId
            )
            {
                found.Add(channel);
            }
        }

        if (PlatformNames.TryParse(told.App.Name, out var platform))
        {
            foreach (var owner in await AccountOwner.ListAsync(rows, platform, told.Request.UserId, cancellationToken))
            {
                if ((await channels.ReadAsync(owner.WorkspaceId, owner.ChannelId, cancellationToken))?.Value is { } channel)
                {
                    found.Add(channel);
                }
            }
        }

        return
        [
            .. found
                .DistinctBy(channel => channel.Id)
                .Where(channel =>
                    channel.AppClientId == told.App.OwnClientId && logins.Find(channel.Login)?.Description.App == told.App.Name
                ),
        ];
    }

    private async ValueTask<string> CodeOfAsync(Told told, CancellationToken cancellationToken)
    {
        var key = await keys.ReadAsync(SigningKeys.Callbacks, cancellationToken);
        var what = Encoding.UTF8.GetBytes($"delete {told.App.Name} {told.Request.UserId} {told.Request.IssuedAt}");
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, what))[..CodeLength];
    }

    private sealed record Told(SigningApp App, SignedRequest Request);
}

/// <param name="Connections">How many stood on the person's consent.</param>
/// <param name="Left">How many of them are not gone yet.</param>
public sealed record DeletionStanding(DateTimeOffset At, int Connections, int Left);
