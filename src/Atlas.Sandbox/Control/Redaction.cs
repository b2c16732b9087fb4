using System.Text;

namespace Atlas.Sandbox.Control;

internal static class Redaction
{
    private static readonly string[] Secret =
    [
        "access_token",
        "input_token",
        "revoke_token",
        "fb_exchange_token",
        "client_secret",
        "appsecret_proof",
        "code",
        "code_verifier",
        "token",
        "refresh_token",
        "upload_token",
    ];

    /// <summary>The query string with the values of secret parameters replaced.</summary>
    public static string Query(string? query)
    {
        if (string.IsNullOrEmpty(query))
        {
            return "";
        }

        var text = new StringBuilder(query.Length);
        foreach (var pair in query.TrimStart('?').Split('&'))
        {
            var name = pair.Split('=')[0];
            var isSecret = Secret.Contains(Uri.UnescapeDataString(name), StringComparer.OrdinalIgnoreCase);
            text.Append(text.Length is 0 ? '?' : '&').Append(isSecret ? $"{name}=***" : pair);
        }

        return text.ToString();
    }
}
