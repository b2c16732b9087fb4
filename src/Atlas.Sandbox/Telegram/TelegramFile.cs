using System.Text.Json.Nodes;
using Atlas.Sandbox.Media;
using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.Telegram;

/// <param name="Id">Sends the same file again without its bytes.</param>
/// <param name="Kind">photo, video or document: what the message shows, which may differ from what was asked.</param>
internal sealed record TelegramFile(string Id, string Kind, MediaItem Item)
{
    // Uploads: 10 MB for photos, 50 MB for the rest. By address less; the figures for that are not in the API's own pages.
    private const long MaxPhoto = 10L << 20;
    private const long MaxUpload = 50L << 20;
    private const long MaxPhotoByUrl = 5L << 20;
    private const long MaxByUrl = 20L << 20;
    private const int MaxSides = 10_000;
    private const int MaxRatio = 20;

    /// <summary>
    /// Gets the file that <paramref name="value"/> names: an id, an address, or <c>attach://</c> with the name of an uploaded part.
    /// Null stands for a part that has the field's own name.
    /// </summary>
    public static async ValueTask<(TelegramFile? File, RestError? Refused)> GetAsync(RestCall call, string kind, string? value)
    {
        var part =
            value is null ? kind
            : value.StartsWith("attach://") ? value["attach://".Length..]
            : null;
        if (part is not null)
        {
            return call.Files.GetFile(part) is { } upload
                ? await ReceiveAsync(call, kind, upload)
                : (null, TelegramErrors.Bad($"there is no {kind} in the request"));
        }

        var bots = call.World.State<TelegramBots>();
        if (bots.File(value!) is { } known)
        {
            return (new TelegramFile(value!, kind, known), null);
        }

        if (!Uri.TryCreate(value, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            return (null, TelegramErrors.Bad("wrong file identifier/HTTP URL specified"));
        }

        using var file = await call.FetchAsync(url, kind is "photo" ? MaxPhotoByUrl : MaxByUrl);
        if (file.Failure is not FetchFailure.None)
        {
            return (
                null,
                TelegramErrors.Bad(
                    file.Failure is FetchFailure.WebPage ? "wrong type of the web page content" : "failed to get HTTP URL content"
                )
            );
        }

        return Look(call, kind, file, "wrong type of the web page content");
    }

    /// <summary>Adds the file to a message.</summary>
    public void Write(JsonObject message)
    {
        var json = new JsonObject
        {
            ["file_id"] = Id,
            ["file_unique_id"] = Item.Sha256[..16],
            ["file_size"] = Item.Bytes,
        };
        if (Kind is not "document")
        {
            json["width"] = Item.Width;
            json["height"] = Item.Height;
        }

        if (Item.Video is { } video && Kind is "video")
        {
            json["duration"] = (int)video.Duration.TotalSeconds;
        }

        message[Kind] = Kind is "photo" ? new JsonArray(json) : json;
    }

    private static async ValueTask<(TelegramFile?, RestError?)> ReceiveAsync(RestCall call, string kind, IFormFile upload)
    {
        if (upload.Length > (kind is "photo" ? MaxPhoto : MaxUpload))
        {
            return (null, kind is "photo" ? TelegramErrors.Bad("PHOTO_SAVE_FILE_INVALID") : TelegramErrors.TooLarge);
        }

        var bytes = new byte[upload.Length];
        await using var stream = upload.OpenReadStream();
        await stream.ReadExactlyAsync(bytes, call.Http.RequestAborted);
        using var file = FetchedFile.InMemory(bytes);
        return Look(call, kind, file, "IMAGE_PROCESS_FAILED");
    }

    private static (TelegramFile?, RestError?) Look(RestCall call, string kind, FetchedFile file, string whenNoPicture)
    {
        var item = MediaProbe.Keep(call.World, file);
        if (kind is "photo")
        {
            if (!item.IsImage)
            {
                return (null, TelegramErrors.Bad(whenNoPicture));
            }

            var (longer, shorter) = (Math.Max(item.Width, item.Height), Math.Min(item.Width, item.Height));
            if (item.Width + item.Height > MaxSides || longer > shorter * MaxRatio)
            {
                return (null, TelegramErrors.Bad("PHOTO_INVALID_DIMENSIONS"));
            }
        }

        // What isn't a video goes out as a document.
        var shown = kind is "video" && !item.IsVideo ? "document" : kind;
        return (new TelegramFile(call.World.State<TelegramBots>().Keep(item), shown, item), null);
    }
}
