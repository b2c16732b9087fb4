using Atlas.Sandbox.Media;
using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.Pinterest;

/// <summary>POST /v5/pins: the one call that followers see.</summary>
internal static class PinCreation
{
    private const long MostImageBytes = 20L << 20;

    public static async ValueTask<RestAnswer> CreateAsync(RestCall call)
    {
        var account = PinterestReads.Of(call);
        var body = call.Body;
        var boardId = body.RequiredText("board_id");
        var texts = PinTexts.Read(body);
        var source = body.RequiredObject("media_source");
        var type = source.OneOf("source_type", "image_url", "multiple_image_urls", "video_id");
        if (type is null)
        {
            source.RequiredText("source_type");
        }

        var read = PinSources.Read(source, type);
        body.Ignore("board_section_id", "dominant_color", "note", "parent_pin_id");
        if (call.RefuseBody() is { } refused)
        {
            return refused;
        }

        if (account.Board(boardId) is not { } board)
        {
            return PinterestErrors.NotFound("Board");
        }

        var (media, cover, problem) = read.MediaId is null ? await FetchAsync(call, read) : await VideoAsync(call, account, read);
        if (problem is not null)
        {
            return problem;
        }

        var pin = new PinterestPin(
            account,
            call.World.Ids.From(1_100_000_000_000_000),
            type switch
            {
                "video_id" => "video",
                "multiple_image_urls" => "carousel",
                _ => "pin",
            },
            call.Now
        )
        {
            Board = board,
            Title = texts.Title,
            Text = texts.Description,
            Link = texts.Link,
            AltTexts = [texts.AltText],
            Media = media,
            Cover = cover,
            Facts = [("Board", board.Name)],
        };
        call.Directory.Publish(pin, call.BaseUrl);
        return RestAnswer.Created(pin.ToJson());
    }

    private static async ValueTask<(IReadOnlyList<MediaItem>, MediaItem?, RestError?)> FetchAsync(RestCall call, PinSources read)
    {
        List<MediaItem> items = [];
        foreach (var url in read.Urls)
        {
            if (await ImageAsync(call, url) is not { } item)
            {
                return ([], null, PinterestErrors.Make(400, 235, "Sorry, we could not fetch the image."));
            }

            items.Add(item);
        }

        return (items, null, null);
    }

    private static async ValueTask<(IReadOnlyList<MediaItem>, MediaItem?, RestError?)> VideoAsync(
        RestCall call,
        PinterestAccount account,
        PinSources read
    )
    {
        var upload = call.World.State<PinterestState>().Find(read.MediaId);
        if (upload is null || upload.Owner != account)
        {
            return ([], null, PinterestErrors.NotFound("Media"));
        }

        if (upload.StateAt(call.Now) is not "succeeded" || upload.Item is not { } item)
        {
            return ([], null, PinterestErrors.Make(400, 195, "The video is not ready yet."));
        }

        if (read.CoverUrl is null)
        {
            return ([item], null, null);
        }

        return await ImageAsync(call, read.CoverUrl) is { } cover
            ? ([item], cover, null)
            : ([], null, PinterestErrors.Make(400, 235, "Sorry, we could not fetch the image."));
    }

    private static async ValueTask<MediaItem?> ImageAsync(RestCall call, Uri url)
    {
        using var file = await call.FetchAsync(url, MostImageBytes);
        if (file.Failure is not FetchFailure.None)
        {
            return null;
        }

        var item = MediaProbe.Keep(call.World, file);
        return item.IsImage ? item : null;
    }
}
