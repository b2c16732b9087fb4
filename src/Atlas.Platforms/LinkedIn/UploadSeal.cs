using System.IO.Compression;
using System.Text.Json;
using Atlas.Core.Channels;
using Atlas.Platforms.Http;

namespace Atlas.Platforms.LinkedIn;

/// <summary>Keeps upload addresses in a cursor: LinkedIn takes the parts of a video from whoever knows them.</summary>
internal static class UploadSeal
{
    private const string Purpose = "linkedin upload";

    public static string Close(IReadOnlyList<string> addresses, Secret token) =>
        TokenSeal.Close(
            Compress(JsonSerializer.SerializeToUtf8Bytes(addresses, LinkedInJson.Default.IReadOnlyListString)),
            token,
            Purpose
        );

    /// <summary>Null where the token has been renewed since: the upload starts again.</summary>
    public static IReadOnlyList<string>? Open(string sealedText, Secret token)
    {
        if (TokenSeal.Open(sealedText, token, Purpose) is not { } plain)
        {
            return null;
        }

        using var content = new BrotliStream(new MemoryStream(plain), CompressionMode.Decompress);
        return JsonSerializer.Deserialize(content, LinkedInJson.Default.IReadOnlyListString);
    }

    private static byte[] Compress(byte[] plain)
    {
        using var target = new MemoryStream();
        using (var brotli = new BrotliStream(target, CompressionLevel.Fastest, leaveOpen: true))
        {
            brotli.Write(plain);
        }

        return target.ToArray();
    }
}
