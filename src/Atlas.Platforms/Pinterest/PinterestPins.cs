using Atlas.Core.Media;
using Atlas.Core.Platforms;

namespace Atlas.Platforms.Pinterest;

/// <summary>What a pin is made from.</summary>
internal static class PinterestPins
{
    public static async Task<NewPin> NewAsync(PublishWork work, PinterestCursor cursor, CancellationToken cancellationToken) =>
        Texts(work) with
        {
            Source = PinterestFormats.Of(work.Content, work.Media) switch
            {
                PinterestFormat.Image => new PinSource
                {
                    Type = "image_url",
                    Url = await UrlAsync(work, work.Media[0], cancellationToken),
                },
                PinterestFormat.Carousel => new PinSource
                {
                    Type = "multiple_image_urls",
                    Items = await ImagesAsync(work, cancellationToken),
                },
                _ => await VideoAsync(work, cursor, cancellationToken),
            },
        };

    /// <summary>All of a pin that can change while it is live.</summary>
    public static NewPin Texts(PublishWork work)
    {
        var options = PinterestPostOptions.Read(work.Content.Options);
        return new NewPin
        {
            BoardId = options.BoardId,
            SectionId = options.BoardSectionId,
            Title = NotEmpty(work.Content.Title),
            Description = NotEmpty(work.Content.Text),
            Link = NotEmpty(work.Content.Link),
            AltText = work.Media.Count == 0 ? null : NotEmpty(work.Content.Media[0].AltText ?? work.Media[0].AltText),
        };
    }

    /// <summary>Whether a live pin says what it was to say; what the content leaves out stays as it is there.</summary>
    public static bool IsSame(NewPin wish, Pin live) =>
        (wish.Title is null || wish.Title == live.Title)
        && (wish.Description is null || wish.Description == live.Description)
        && (wish.Link is null || wish.Link == live.Link)
        && (wish.AltText is null || wish.AltText == live.AltText)
        && (wish.BoardId is null || live.BoardId is null || wish.BoardId == live.BoardId);

    private static async Task<PinSource> VideoAsync(PublishWork work, PinterestCursor cursor, CancellationToken cancellationToken)
    {
        var cover = work.Content.Cover is { } id ? work.Extras.GetValueOrDefault(id) : null;
        return new PinSource
        {
            Type = "video_id",
            MediaId = cursor.MediaId,
            CoverUrl = cover is null ? null : await UrlAsync(work, cover, cancellationToken),
            CoverTime = cover is null ? PinterestPostOptions.Read(work.Content.Options).CoverTime ?? 0 : null,
        };
    }

    private static async Task<IReadOnlyList<PinImage>> ImagesAsync(PublishWork work, CancellationToken cancellationToken)
    {
        List<PinImage> images = [];
        foreach (var asset in work.Media)
        {
            images.Add(new PinImage(await UrlAsync(work, asset, cancellationToken)));
        }

        return images;
    }

    private static async ValueTask<string> UrlAsync(PublishWork work, MediaAsset asset, CancellationToken cancellationToken) =>
        (await work.FetchUrl(asset, cancellationToken)).AbsoluteUri;

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
