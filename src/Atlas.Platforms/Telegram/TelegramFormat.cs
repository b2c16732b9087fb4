using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;

namespace Atlas.Platforms.Telegram;

internal enum TelegramFormat
{
    /// <summary>Content that no format fits; the rules say why.</summary>
    None,
    Message,
    Photo,
    Video,
    Document,
    Album,
}

internal static class TelegramFormats
{
    public const int MostItems = 10;

    private const string Note =
        "A bot can't read a channel: when Telegram's answer is lost, a person has to say whether the post is there. Bots can delete a post for 48 hours only.";

    public static readonly PlatformAbilities Abilities = new([
        .. new[]
        {
            TelegramFormat.Message,
            TelegramFormat.Photo,
            TelegramFormat.Video,
            TelegramFormat.Document,
            TelegramFormat.Album,
        }.Select(format => new FormatAbility(
            format.ToString(),
            Edit: "text",
            Delete: true,
            FirstComment: false,
            Insights: false,
            Note
        )),
    ]);

    public static TelegramFormat Of(PostContent content, IReadOnlyList<MediaAsset> media) =>
        content.Type is PostType.Story ? TelegramFormat.None : Of(TelegramPostOptions.Read(content.Options), media);

    public static TelegramFormat Of(TelegramPostOptions options, IReadOnlyList<MediaAsset> media) =>
        media.Count switch
        {
            0 => TelegramFormat.Message,
            1 => KindOf(options, media[0]) switch
            {
                "photo" => TelegramFormat.Photo,
                "video" => TelegramFormat.Video,
                _ => TelegramFormat.Document,
            },
            <= MostItems => TelegramFormat.Album,
            _ => TelegramFormat.None,
        };

    /// <summary>As what Telegram takes a file: it shows JPEG, PNG and MP4, and hands on everything else.</summary>
    public static string KindOf(TelegramPostOptions options, MediaAsset asset) =>
        options.AsFiles is true ? "document"
        : asset.ContentType is "image/jpeg" or "image/png" or "image/webp" && asset.Probe.Animated is not true ? "photo"
        : asset.ContentType is "video/mp4" ? "video"
        : "document";
}
