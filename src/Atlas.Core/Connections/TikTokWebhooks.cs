using System.Text;
using System.Text.Json;
using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Storage;

namespace Atlas.Core.Connections;

/// <summary>
/// Takes TikTok's webhooks: notes what arrives from whom, and that a person has taken the consent back. What became of a post is
/// read from TikTok itself, which knows it also where no webhook comes.
/// </summary>
public sealed class TikTokWebhooks(
    SigningApps apps,
    IRowStore rows,
    ChannelStore channels,
    WebhookReceipts receipts,
    ChannelActivities activities,
    TimeProvider time
)
{
    public const string Network = "tiktok";

    /// <summary>What the set-up checks send: signed as TikTok signs, and nothing to note.</summary>
    private const string Probe = "atlas.setup.probe";

    private const string Removed = "authorization.removed";

    /// <returns>False where nobody whom we know signed it.</returns>
    public async Task<bool> TakeAsync(
        ReadOnlyMemory<byte> body,
        string? signature,
        string? clientId,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        var signer = await apps.FindAsync(
            SigningApps.OfTikTok,
            clientId,
            app => TikTokSignatures.IsValid(body.Span, signature, app.ClientSecret.Reveal(), now) ? app : null,
            cancellationToken
        );
        if (signer is null)
        {
            return false;
        }

        var told = Read(body);
        if (told?.Event == Probe)
        {
            return true;
        }

        receipts.Note(Network);
        if (told is not null)
        {
            await TakeAsync(told, signer, cancellationToken);
        }

        return true;
    }

    /// <summary>A delivery that means nothing, and the header that proves it.</summary>
    public static (byte[] Body, string Signature) MakeProbe(Secret clientSecret, DateTimeOffset now)
    {
        var body = Encoding.UTF8.GetBytes($$"""{"event":"{{Probe}}","create_time":{{now.ToUnixTimeSeconds()}}}""");
        return (body, TikTokSignatures.Sign(body, clientSecret.Reveal(), now));
    }

    private async Task TakeAsync(Told told, SigningApp signer, CancellationToken cancellationToken)
    {
        foreach (var owner in await AccountOwner.ListAsync(rows, Platform.TikTok, told.AccountId, cancellationToken))
        {
            activities.NoteWebhook(owner.WorkspaceId, owner.ChannelId);
            if (
                told.Event == Removed
                && (await channels.ReadAsync(owner.WorkspaceId, owner.ChannelId, cancellationToken))?.Value is { } channel
                && channel.AppClientId == signer.OwnClientId
                && channel.ConnectedAt < told.At // tried for three days: the person may have connected again meanwhile
            )
            {
                await channels.MarkNeedsReconnectAsync(channel, ReasonOf(told.Reason), cancellationToken);
            }
        }
    }

    /// <summary>The reasons as TikTok numbers them.</summary>
    private static string ReasonOf(int? reason) =>
        reason switch
        {
            2 => "The TikTok account was deleted.",
            3 => "TikTok has ended the permission because of the account's age. Connect the account again.",
            4 => "TikTok has banned the account.",
            5 => "The permission was taken back in the name of the developer app. Connect the account again.",
            _ => "The person has removed the app at TikTok. Connect the account again.",
        };

    /// <returns>Null for a shape that is not known: it counts, and belongs to no channel.</returns>
    private static Told? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var root = json.RootElement;
            var name = root.GetProperty("event").GetString();
            var at = DateTimeOffset.FromUnixTimeSeconds(root.GetProperty("create_time").GetInt64());
            var account = root.TryGetProperty("user_openid", out var id) ? id.GetString() : null;
            return name is null ? null : new Told(name, at, account ?? "", name == Removed ? ReadReason(root) : null);
        }
        catch (Exception ex)
            when (ex
                    is JsonException
                        or KeyNotFoundException
                        or InvalidOperationException
                        or FormatException
                        or ArgumentOutOfRangeException
            )
        {
            return null;
        }
    }

    /// <summary>The content is JSON in a text.</summary>
    private static int? ReadReason(JsonElement root)
    {
        if (!root.TryGetProperty("content", out var content) || content.GetString() is not { } text)
        {
            return null;
        }

        try
        {
            using var json = JsonDocument.Parse(text);
            return
                json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("reason", out var reason)
                && reason.ValueKind == JsonValueKind.Number
                && reason.TryGetInt32(out var number)
                ? number
                : null;
        }
        catch (JsonException)
        {
            return null; // why it was removed is nice to know: that it was is what counts
        }
    }

    private sealed record Told(string Event, DateTimeOffset At, string AccountId, int? Reason);
}
