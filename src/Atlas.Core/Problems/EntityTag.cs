using System.Buffers.Text;
using System.Security.Cryptography;

namespace Atlas.Core.Problems;

/// <summary>
/// The ETag of a resource: a fingerprint of its stored document. It is known before the row is written, so an answer can be
/// kept in the same batch; the row's own tag still guards the write.
/// </summary>
public static class EntityTag
{
    public static string Of(ReadOnlySpan<byte> document)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(document, hash);
        return $"\"{Base64Url.EncodeToString(hash[..12])}\"";
    }

    /// <summary>Whether a change may go on: there is no condition, or it names this version.</summary>
    public static bool Allows(string? ifMatch, ReadOnlySpan<byte> document)
    {
        if (ifMatch is null || ifMatch == "*")
        {
            return true;
        }

        var current = Of(document);
        foreach (var tag in ifMatch.Split(',', StringSplitOptions.TrimEntries))
        {
            if (tag == current)
            {
                return true;
            }
        }

        return false;
    }
}
