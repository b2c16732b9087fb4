using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Atlas.Core.Channels;
using Atlas.Core.Media;
using Atlas.Core.Storage;

namespace Atlas.Core.Connections;

/// <summary>What is remembered of a person who was sent to a network: found by the state alone, taken out once.</summary>
public sealed class LoginSessions(IRowStore rows, SigningKeys keys, TimeProvider time)
{
    internal static string NewSecret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(48));

    internal async Task StoreAsync(string state, LoginSession session, LoginSecrets secrets, CancellationToken cancellationToken)
    {
        var key = LoginSession.KeyOf(state);
        var sealedSecrets = Sealing.Seal(await keys.ReadAsync(SigningKeys.Tokens, cancellationToken), secrets.ToJson(), key);
        var row = (session with { Sealed = sealedSecrets }).ToRow(StoredJson.Default.LoginSession);
        await rows.WriteAsync(SystemKeys.Logins, [RowWrite.Insert(key, row)], cancellationToken);
    }

    /// <returns>Null where there is none, it was used, or its time is over.</returns>
    internal async Task<(LoginSession Session, LoginSecrets Secrets)?> TakeAsync(
        string state,
        CancellationToken cancellationToken
    )
    {
        var key = LoginSession.KeyOf(state);
        if (
            await rows.ReadAsync(SystemKeys.Logins, key, StoredJson.Default.LoginSession, cancellationToken) is not { } found
            || !(await rows.WriteAsync(SystemKeys.Logins, [RowWrite.Delete(key, found.ETag)], cancellationToken)).Succeeded // of two that come with one state, one is too late
            || found.Value.ExpiresAt <= time.GetUtcNow()
        )
        {
            return null;
        }

        var json = await keys.OpenAsync(SigningKeys.Tokens, found.Value.Sealed, key, cancellationToken);
        return (found.Value, LoginSecrets.Parse(json));
    }

    /// <summary>Deletes those that nobody came back for.</summary>
    public async Task PurgeAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var range = new RowRange("0", "g");
        RowPage page;
        do
        {
            page = await rows.ReadRangeAsync(SystemKeys.Logins, range, RowLimits.MaxPage, cancellationToken);
            foreach (var row in page.Rows.Where(row => row.As(StoredJson.Default.LoginSession).Value.ExpiresAt <= now))
            {
                await rows.WriteAsync(SystemKeys.Logins, [RowWrite.Delete(row.Key, row.ETag)], cancellationToken);
            }

            range = page.HasMore ? range.AfterKey(page.Rows[^1].Key) : range;
        } while (page.HasMore);
    }
}

/// <summary>What of a log-in in progress no row may show.</summary>
internal sealed record LoginSecrets(
    string CodeVerifier,
    IReadOnlyDictionary<string, Secret> Fields,
    IReadOnlyDictionary<string, Secret> Kept
)
{
    public byte[] ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("verifier", CodeVerifier);
            Write(json, "fields", Fields);
            Write(json, "kept", Kept);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    public static LoginSecrets Parse(byte[] bytes)
    {
        using var json = JsonDocument.Parse(bytes);
        return new LoginSecrets(
            json.RootElement.GetProperty("verifier").GetString()!,
            Read(json.RootElement.GetProperty("fields")),
            Read(json.RootElement.GetProperty("kept"))
        );
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, Secret> values)
    {
        json.WriteStartObject(name);
        foreach (var (key, value) in values)
        {
            json.WriteString(key, value.Reveal());
        }

        json.WriteEndObject();
    }

    private static Dictionary<string, Secret> Read(JsonElement json) =>
        json.EnumerateObject().ToDictionary(value => value.Name, value => new Secret(value.Value.GetString()!));
}
