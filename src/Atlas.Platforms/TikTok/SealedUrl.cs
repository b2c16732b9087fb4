using System.Text;
using Atlas.Core.Channels;
using Atlas.Platforms.Http;

namespace Atlas.Platforms.TikTok;

/// <summary>Keeps an upload address in the cursor: whoever has it may upload for an hour.</summary>
internal static class SealedUrl
{
    private const string Purpose = "tiktok upload url";

    public static string Seal(string url, Secret token) => TokenSeal.Close(Encoding.UTF8.GetBytes(url), token, Purpose);

    /// <summary>Null where it was sealed with another token.</summary>
    public static string? Open(string @sealed, Secret token) =>
        TokenSeal.Open(@sealed, token, Purpose) is { } url ? Encoding.UTF8.GetString(url) : null;
}
