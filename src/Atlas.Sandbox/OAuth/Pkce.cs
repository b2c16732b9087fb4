using System.Security.Cryptography;
using System.Text;

namespace Atlas.Sandbox.OAuth;

internal static class Pkce
{
    /// <summary>Whether the verifier belongs to the challenge of the consent page.</summary>
    public static bool Matches(PkceStyle style, string challenge, string? method, string verifier)
    {
        var hash = SHA256.HashData(Encoding.ASCII.GetBytes(verifier));
        var expected =
            method is "plain" ? verifier
            : style is PkceStyle.Hex ? Convert.ToHexStringLower(hash)
            : Convert.ToBase64String(hash).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        return expected == challenge;
    }

    /// <summary>43 to 128 of the characters that need no escape.</summary>
    public static bool IsVerifier(string text) =>
        text.Length is >= 43 and <= 128 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '~');
}
