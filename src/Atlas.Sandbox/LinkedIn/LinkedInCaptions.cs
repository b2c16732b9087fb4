using System.Text;
using System.Text.Json;
using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.LinkedIn;

/// <summary>Takes a video's captions: a form of what they are and the file.</summary>
internal static class LinkedInCaptions
{
    private const long MostBytes = 1 << 20;

    public static async ValueTask<RestAnswer> PostAsync(RestCall call)
    {
        if (call.World.State<LinkedInState>().Upload(call["key"]) is not { TakesCaptions: true } asset)
        {
            return RestAnswer.Empty(StatusCodes.Status404NotFound);
        }

        call.Account = asset.Owner;
        var request = call.Http.Request;
        if (!request.HasFormContentType)
        {
            return Refused("The captions come as multipart/form-data");
        }

        var form = await request.ReadFormAsync(call.Http.RequestAborted);
        if (form["metadata"] is not [{ } text] || LanguageOf(text) is not { } language)
        {
            return Refused("metadata is not that of captions");
        }

        if (form.Files["file"] is not { Length: > 0 and <= MostBytes } file)
        {
            return Refused("file is missing");
        }

        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes, call.Http.RequestAborted);
        if (!Encoding.UTF8.GetString(bytes.ToArray()).Contains("-->", StringComparison.Ordinal))
        {
            return Refused("file is no SRT");
        }

        asset.Captions = language;
        return RestAnswer.Empty(StatusCodes.Status201Created);
    }

    private static RestAnswer Refused(string why) =>
        LinkedInErrors.Error(StatusCodes.Status400BadRequest, "UPDATING_ASSET_FAILED", why);

    /// <returns>Null where a field is missing or says something else than captions that a person made.</returns>
    private static string? LanguageOf(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            var root = json.RootElement;
            var locale = root.GetProperty("locale");
            return
                root.GetProperty("format").GetString() is "SRT"
                && root.GetProperty("source").GetString() is "USER_PROVIDED"
                && root.GetProperty("transcriptType").GetString() is "CLOSED_CAPTION"
                && locale.GetProperty("variant").GetString() is "AMERICAN"
                && locale.GetProperty("country").GetString() is "US"
                && locale.GetProperty("language").GetString() is "EN"
                ? "EN"
                : null;
        }
        catch (Exception ex) when (ex is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }
}
