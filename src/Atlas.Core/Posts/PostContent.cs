using System.Text.Json;
using System.Text.Json.Serialization;
using Atlas.Core.Media;
using Atlas.Core.Storage;

namespace Atlas.Core.Posts;

/// <summary>
/// What goes out on one channel: the post's base content with that channel's variant applied. The publisher sends this
/// and nothing else, and its hash is what was approved.
/// </summary>
[StoredData(
    DataSubject.Workspace,
    "What goes out on one channel. Texts and tags may name people.",
    "With its post or publication.",
    "With its post or publication."
)]
public sealed record PostContent
{
    public PostType Type { get; init; } = PostType.Post;

    /// <summary>The caption. Empty, never null.</summary>
    public string Text { get; init; } = "";

    /// <summary>Without their '#'. Only in what a person wrote: what goes out has them behind its text.</summary>
    public IReadOnlyList<string>? Hashtags { get; init; }

    /// <summary>In the order in which a follower sees them.</summary>
    public IReadOnlyList<PostMedia> Media { get; init; } = [];

    /// <summary>Published as a comment under the post, as a child step.</summary>
    public string? FirstComment { get; init; }

    /// <summary>A headline of its own, where the network has one: of a video, a pin, an article, a document.</summary>
    public string? Title { get; init; }

    /// <summary>An address that the post leads to; the network shows a card where it can.</summary>
    public string? Link { get; init; }

    /// <summary>The picture that stands for a video: thumbnail, cover. In place of the network's own choice.</summary>
    public Id<MediaAsset>? Cover { get; init; }

    /// <summary>Subtitle files of a video.</summary>
    public IReadOnlyList<Subtitles>? Subtitles { get; init; }

    /// <summary>Further posts, each a reply to the one before: published after it as child steps. Null for none.</summary>
    public IReadOnlyList<ThreadPart>? Thread { get; init; }

    /// <summary>What only this network knows, as its rules document it. Read and checked by the network's own code.</summary>
    public JsonElement? Options { get; init; }

    /// <summary>As it goes out: with the hashtags behind the text, and renditions in place of what they show a part of.</summary>
    public PostContent Resolve() => WithRenditions().WithTags();

    private IEnumerable<PostMedia> ThreadMedia => (Thread ?? []).SelectMany(part => part.Media ?? []);

    private PostContent WithRenditions() =>
        Media.Concat(ThreadMedia).All(medium => medium.Crop is null)
            ? this
            : this with
            {
                Media = [.. Media.Select(medium => medium.Resolve())],
                Thread = Thread is null
                    ? null
                    :
                    [
                        .. Thread.Select(part =>
                            part with
                            {
                                Media = part.Media is null ? null : [.. part.Media.Select(medium => medium.Resolve())],
                            }
                        ),
                    ],
            };

    private PostContent WithTags() =>
        Hashtags is null
            ? this
            : this with
            {
                Text = Hashtags is []
                    ? Text
                    : $"{Text}{(Text.Length > 0 ? "\n\n" : "")}{string.Join(' ', Hashtags.Select(tag => $"#{tag}"))}",
                Hashtags = null,
            };

    /// <summary>What the content names beside <see cref="Media"/>; an id may come several times.</summary>
    public IEnumerable<Id<MediaAsset>> ExtraMedia()
    {
        if (Cover is { } cover)
        {
            yield return cover;
        }

        foreach (var subtitles in Subtitles ?? [])
        {
            yield return subtitles.MediaId;
        }

        foreach (var media in ThreadMedia)
        {
            yield return media.MediaId;
        }

        foreach (var media in Media.Concat(ThreadMedia))
        {
            if (media.Crop?.RenditionId is { } rendition)
            {
                yield return rendition;
            }
        }
    }
}

[JsonConverter(typeof(CamelCaseEnumConverter<PostType>))]
public enum PostType
{
    /// <summary>A feed post: text, one medium, or several as a carousel.</summary>
    Post,
    Reel,
    Story,
}

/// <param name="AltText">For this use; else the asset's own.</param>
/// <param name="UserTags">People tagged in this medium.</param>
public sealed record PostMedia(
    Id<MediaAsset> MediaId,
    string? AltText = null,
    [property: StoredData(
        DataSubject.Public,
        "People whom the workspace tags in what it publishes.",
        "With its post or publication.",
        "With its post or publication."
    )]
        IReadOnlyList<UserTag>? UserTags = null
)
{
    /// <summary>Which part of the picture is shown; null for all of it.</summary>
    public MediaCrop? Crop { get; init; }

    /// <summary>As it goes out: the rendition in place of the picture.</summary>
    internal PostMedia Resolve() =>
        Crop is { RenditionId: { } rendition }
            ? this with
            {
                MediaId = rendition,
                Crop = Crop with { RenditionId = null, SourceId = MediaId },
            }
            : this;
}

/// <param name="X">0 to 1 from the left; null where the network takes no position.</param>
/// <param name="Y">0 to 1 from the top; likewise.</param>
public sealed record UserTag(string Username, double? X = null, double? Y = null);

/// <param name="Language">BCP 47: <c>en</c>, <c>de-CH</c>.</param>
/// <param name="Name">As viewers choose it; null for the language's own name.</param>
public sealed record Subtitles(Id<MediaAsset> MediaId, string Language, string? Name = null);

/// <summary>One further post of a thread.</summary>
public sealed record ThreadPart(string Text, IReadOnlyList<PostMedia>? Media = null);
