using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Atlas.Core.Channels;
using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Storage;

namespace Atlas.Core.Connections;

/// <summary>Takes Meta's webhooks: proves the address, and notes what arrives from whom.</summary>
public sealed class MetaWebhooks(
    SigningApps apps,
    IRowStore rows,
    SigningKeys keys,
    ConnectionOptions options,
    WebhookReceipts receipts,
    ChannelActivities activities
)
{
    public const string Network = "meta";

    /// <summary>The word by which Meta and this deployment know each other: the setting's, or one made from a key of the deployment.</summary>
    public async ValueTask<string> ReadVerifyTokenAsync(CancellationToken cancellationToken)
    {
        if (options.MetaVerifyToken is { Length: > 0 } set)
        {
            return set;
        }

        var key = await keys.ReadAsync(SigningKeys.Callbacks, cancellationToken);
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, "verify meta"u8))[..32];
    }

    public async ValueTask<bool> IsVerifyTokenAsync(string? given, CancellationToken cancellationToken)
    {
        var expected = Encoding.UTF8.GetBytes(await ReadVerifyTokenAsync(cancellationToken));
        return CryptographicOperations.FixedTimeEquals(expected, Encoding.UTF8.GetBytes(given ?? ""));
    }

    /// <returns>False where nobody whom we know signed it.</returns>
    public async Task<bool> TakeAsync(
        ReadOnlyMemory<byte> body,
        string? signature,
        string? clientId,
        CancellationToken cancellationToken
    )
    {
        var signer = await apps.FindAsync(
            SigningApps.OfMeta,
            clientId,
            app => MetaSignatures.IsValid(body.Span, signature, app.ClientSecret.Reveal()) ? app : null,
            cancellationToken
        );
        if (signer is null)
        {
            return false;
        }

        receipts.Note(Network);
        foreach (var (platform, accountId) in AccountsIn(body))
        {
            foreach (var owner in await AccountOwner.ListAsync(rows, platform, accountId, cancellationToken))
            {
                activities.NoteWebhook(owner.WorkspaceId, owner.ChannelId);
            }
        }

        return true;
    }

    private static HashSet<(Platform Platform, string AccountId)> AccountsIn(ReadOnlyMemory<byte> body)
    {
        HashSet<(Platform, string)> accounts = [];
        try
        {
            using var json = JsonDocument.Parse(body);
            var root = json.RootElement;
            Platform? platform = root.GetProperty("object").GetString() switch
            {
                "page" => Platform.Facebook,
                "instagram" => Platform.Instagram,
                "threads" => Platform.Threads,
                _ => null,
            };
            if (platform is { } known)
            {
                foreach (var entry in root.GetProperty("entry").EnumerateArray())
                {
                    if (entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty("id", out var id))
                    {
                        accounts.Add((known, id.ToString()));
                    }
                }
            }
        }
        catch (Exception ex) when (ex is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            accounts.Clear(); // signed, but of a shape that is not known: it counts, and belongs to no channel
        }

        return accounts;
    }
}
