using System.Security.Cryptography;
using System.Text.Json;
using Atlas.Core.Posts;
using Atlas.Core.Storage;

namespace Atlas.Core.Publishing;

/// <summary>The fingerprint to which approval and prepared containers are bound.</summary>
public static class ContentHash
{
    /// <returns>64 lower-case hex digits: SHA-256 of the content's canonical JSON.</returns>
    public static string Of(PostContent content) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(content, StoredJson.Default.PostContent)));
}
