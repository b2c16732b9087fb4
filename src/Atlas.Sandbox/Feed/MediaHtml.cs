using Atlas.Sandbox.Instagram;
using Atlas.Sandbox.Media;

namespace Atlas.Sandbox.Feed;

/// <summary>One picture or video as HTML; a placeholder when its bytes are no longer kept.</summary>
internal static class MediaHtml
{
    public static string Render(World world, InstagramMedia media, bool withControls)
    {
        if (media.Item is not { } item)
        {
            return Gone("No medium");
        }

        if (!world.Media.Has(item.Sha256))
        {
            return Gone($"{item.Width} × {item.Height}, {item.Bytes / 1024} KB");
        }

        var alt = HtmlPage.Escape(media.Container.Request.AltText ?? $"{media.Kind} by {media.Account.Username}");
        return item.IsVideo
            ? Video(world, media, item, alt, withControls)
            : $"""<img src="/media/{item.FileName}" alt="{alt}" loading="lazy">""";
    }

    private static string Video(World world, InstagramMedia media, MediaItem item, string alt, bool withControls)
    {
        var poster =
            media.Container.Cover is { } cover && world.Media.Has(cover.Sha256) ? $""" poster="/media/{cover.FileName}" """ : "";
        var controls = withControls ? " controls loop" : "";
        var start =
            media.Container.Request.ThumbOffsetMs is { } offset && !withControls ? $"#t={offset / 1000.0:0.###}" : "#t=0.1";
        return $"""<video src="/media/{item.FileName}{start}" aria-label="{alt}" muted playsinline preload="metadata"{poster}{controls}></video>""";
    }

    private static string Gone(string text) => $"""<div class="gone"><span>{HtmlPage.Escape(text)}</span></div>""";
}
