using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Atlas.Core.Channels;
using Atlas.Core.Platforms.Logins;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Connections;

/// <summary>Keeps what a person has opened until its accounts are chosen, or the time for that is over.</summary>
public sealed class PendingConnections(IRowStore rows, ITokenVault vault, TimeProvider time)
{
    /// <param name="accounts">Those that can be connected, each with the tokens to keep for it.</param>
    internal async Task<PendingConnection> CreateAsync(
        PendingConnection pending,
        IReadOnlyList<LoginAccount> accounts,
        CancellationToken cancellationToken
    )
    {
        var key = RandomNumberGenerator.GetBytes(Sealing.KeyBytes);
        var stored = pending with { Sealed = Sealing.Seal(key, Write(accounts), pending.KeyName) };

        // The marker first: whatever follows is found and purged by it.
        await rows.WriteAsync(SystemKeys.PendingConnections, [RowWrite.Upsert(MarkerOf(pending), default)], cancellationToken);
        await vault.SetAsync(pending.KeyName, new Secret(Convert.ToBase64String(key)), cancellationToken);
        await rows.WriteAsync(
            WorkspaceKeys.Partition(pending.WorkspaceId),
            [RowWrite.Insert(WorkspaceKeys.Connection(pending.Id), stored.ToRow(StoredJson.Default.PendingConnection))],
            cancellationToken
        );
        return stored;
    }

    internal async ValueTask<Versioned<PendingConnection>?> ReadAsync(
        Id<Workspace> workspace,
        Id<PendingConnection> id,
        CancellationToken cancellationToken
    ) =>
        await rows.ReadAsync(
            WorkspaceKeys.Partition(workspace),
            WorkspaceKeys.Connection(id),
            StoredJson.Default.PendingConnection,
            cancellationToken
        )
            is { } found
        && found.Value.ExpiresAt > time.GetUtcNow()
            ? found
            : null;

    /// <returns>The tokens of its accounts, in their order; null where the key has been purged.</returns>
    internal async ValueTask<IReadOnlyList<TokenSet>?> ReadTokensAsync(
        PendingConnection pending,
        CancellationToken cancellationToken
    )
    {
        if (await vault.GetAsync(pending.KeyName, cancellationToken) is not { } key)
        {
            return null;
        }

        var json = Sealing.Open(Convert.FromBase64String(key.Reveal()), pending.Sealed, pending.KeyName);
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateArray().Select(StoredTokens.Read)];
    }

    /// <summary>Purges those that nobody chose from in time.</summary>
    public async Task PurgeAsync(CancellationToken cancellationToken)
    {
        var range = new RowRange("0", SortableTime.Format(time.GetUtcNow()));
        var page = await rows.ReadRangeAsync(SystemKeys.PendingConnections, range, RowLimits.MaxPage, cancellationToken);
        foreach (var marker in page.Rows)
        {
            var parts = marker.Key.Split(':');
            var id = Id<PendingConnection>.Parse(parts[2]);
            await vault.DeleteAsync(KeyNameOf(id), cancellationToken);
            await rows.WriteAsync(
                WorkspaceKeys.Partition(Id<Workspace>.Parse(parts[1])),
                [RowWrite.Delete(WorkspaceKeys.Connection(id))],
                cancellationToken
            );
            await rows.WriteAsync(SystemKeys.PendingConnections, [RowWrite.Delete(marker.Key)], cancellationToken);
        }
    }

    /// <summary>Purges the key of one that was chosen from.</summary>
    internal async Task PurgeAsync(string keyName, string marker, CancellationToken cancellationToken)
    {
        await vault.DeleteAsync(keyName, cancellationToken);
        await rows.WriteAsync(SystemKeys.PendingConnections, [RowWrite.Delete(marker)], cancellationToken);
    }

    internal static string MarkerOf(PendingConnection pending) =>
        $"{SortableTime.Format(pending.ExpiresAt)}:{pending.WorkspaceId}:{pending.Id}";

    internal static string HashOf(string choice) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(choice)));

    private static string KeyNameOf(Id<PendingConnection> id) => $"pending-{id}";

    private static byte[] Write(IReadOnlyList<LoginAccount> accounts)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (var account in accounts)
            {
                StoredTokens.Write(json, account.Tokens);
            }

            json.WriteEndArray();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
