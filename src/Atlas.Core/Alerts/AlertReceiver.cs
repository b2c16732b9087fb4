using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Atlas.Core.Channels;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Alerts;

/// <summary>Where a workspace's alerts are sent. Addresses of chat tools are secrets in themselves, so the vault has all but the host.</summary>
/// <param name="SecretName">Of the <see cref="ReceiverAddress"/>. Every one that is set has a name of its own.</param>
[StoredData(
    DataSubject.Workspace,
    "To send the workspace's alerts to where its people look.",
    "Until the workspace removes it.",
    "When it is replaced or removed. The address and its key are purged from the vault."
)]
public sealed record AlertReceiver(string SecretName, string Host, DateTimeOffset ChangedAt, string ChangedBy);

/// <summary>The address that alerts are posted to, and the key that signs them.</summary>
internal sealed record ReceiverAddress(Uri Url, byte[] Key)
{
    /// <summary>The form of the Standard Webhooks specification, which libraries for receivers read.</summary>
    private const string KeyPrefix = "whsec_";

    public static ReceiverAddress New(Uri url) => new(url, RandomNumberGenerator.GetBytes(32));

    public string KeyText => KeyPrefix + Convert.ToBase64String(Key);

    public Secret ToSecret()
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("url", Url.OriginalString);
            json.WriteBase64String("key", Key);
            json.WriteEndObject();
        }

        return new Secret(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    public static ReceiverAddress Read(Secret stored)
    {
        using var json = JsonDocument.Parse(stored.Reveal());
        return new ReceiverAddress(
            new Uri(json.RootElement.GetProperty("url").GetString()!),
            json.RootElement.GetProperty("key").GetBytesFromBase64()
        );
    }

    /// <summary><c>v1,</c> and HMAC-SHA256 over id, time and body: what is repeated later, or changed, is found out.</summary>
    public string Sign(string id, long unixSeconds, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Key);
        hmac.AppendData(Encoding.UTF8.GetBytes($"{id}.{unixSeconds}."));
        hmac.AppendData(body);
        return $"v1,{Convert.ToBase64String(hmac.GetHashAndReset())}";
    }
}
