using Atlas.Sandbox.Media;

namespace Atlas.Sandbox.Feed;

/// <summary>A stored medium as HTML; a placeholder when its bytes are no longer kept or no browser shows them in place.</summary>
internal static class NetworkMediaHtml
{
    public static string Render(World world, MediaItem item, string alt, MediaItem? cover, bool withControls)
    {
        if (!world.Media.Has(item.Sha256))
        {
            return Gone(item);
        }

        var text = HtmlPage.Escape(alt);
        if (item.IsVideo)
        {
            var poster = cover is not null && world.Media.Has(cover.Sha256) ? $""" poster="/media/{cover.FileName}" """ : "";
            var controls = withControls ? " controls loop" : "";
            return $"""<video src="/media/{item.FileName}#t=0.1" aria-label="{text}" muted playsinline preload="metadata"{poster}{controls}></video>""";
        }

        if (item.IsImage)
        {
            return $"""<img src="/media/{item.FileName}" alt="{text}" loading="lazy">""";
        }

        var label = $"<b>{HtmlPage.Escape(item.Label)}</b>{Size(item)}";
        return withControls
            ? $"""<a class="file" href="/media/{item.FileName}">{label}</a>"""
            : $"""<span class="file">{label}</span>""";
    }

    private static string Gone(MediaItem item) =>
        $"""<div class="gone"><span>{HtmlPage.Escape(item.Label)}{(item.Width > 0 ? $", {item.Width} × {item.Height}" : "")}, {Size(item)}</span></div>""";

    private static string Size(MediaItem item) =>
        item.Bytes < 1 << 20 ? $"{Math.Max(1, item.Bytes / 1024)} KB" : $"{item.Bytes / 1048576.0:0.0} MB";
}
