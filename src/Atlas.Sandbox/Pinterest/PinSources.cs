using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.Pinterest;

/// <summary>The <c>media_source</c> of a new pin.</summary>
internal sealed record PinSources(IReadOnlyList<Uri> Urls, string? MediaId, Uri? CoverUrl)
{
    /// <summary>Notes what is wrong on <paramref name="source"/>.</summary>
    public static PinSources Read(JsonFields source, string? type)
    {
        switch (type)
        {
            case "image_url":
                source.Ignore("is_standard");
                return new PinSources([.. Address(source, "url", source.RequiredText("url"))], null, null);
            case "multiple_image_urls":
                source.Ignore("index");
                return new PinSources(Items(source), null, null);
            case "video_id":
                source.Ignore("is_standard");
                return Video(source);
            default:
                return new PinSources([], null, null);
        }
    }

    private static List<Uri> Items(JsonFields source)
    {
        List<Uri> urls = [];
        var items = source.Objects("items") ?? [];
        if (items.Count is < 2 or > 5)
        {
            source.Refuse("items", "has 2 to 5 images");
        }

        foreach (var item in items)
        {
            urls.AddRange(Address(item, "url", item.RequiredText("url")));
            item.Ignore("title", "description", "link");
        }

        return urls;
    }

    private static PinSources Video(JsonFields source)
    {
        var id = source.RequiredText("media_id");
        var cover = source.Text("cover_image_url");
        var time = source.Number("cover_image_key_frame_time");
        var data = source.Text("cover_image_data");
        source.Ignore("cover_image_content_type");
        if (cover is null && time is null && data is null)
        {
            source.Refuse("cover_image_url", "or another cover image is required for a video");
        }

        return new PinSources([], id, cover is null ? null : Address(source, "cover_image_url", cover).FirstOrDefault());
    }

    private static IEnumerable<Uri> Address(JsonFields fields, string name, string text)
    {
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
        {
            return [url];
        }

        fields.Refuse(name, "is no address");
        return [];
    }
}
