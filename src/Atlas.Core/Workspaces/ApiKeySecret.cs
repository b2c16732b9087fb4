using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Atlas.Core.Channels;

namespace Atlas.Core.Workspaces;

/// <summary>Secrets of API keys: <c>atk_</c> and 32 random bytes in Base64url.</summary>
public static class ApiKeySecret
{
    private const string Prefix = "atk_";
    private const int Length = 47;

    public static Secret Create() => new(Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)));

    /// <summary>Whether it can be one at all: what can't is refused without a look at the store.</summary>
    public static bool HasShape(string text) => text.Length == Length && text.StartsWith(Prefix, StringComparison.Ordinal);

    public static string HashOf(Secret secret)
    {
        var text = secret.Reveal();
        Span<byte> bytes = text.Length <= 256 ? stackalloc byte[text.Length * 3] : new byte[text.Length * 3];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..Encoding.UTF8.GetBytes(text, bytes)], hash);
        return Convert.ToHexStringLower(hash);
    }
}
