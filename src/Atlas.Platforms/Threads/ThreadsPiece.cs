using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Core.Publishing;

namespace Atlas.Platforms.Threads;

/// <summary>One post of a thread: the first one, a further part, or the first comment, which is a reply like the parts are.</summary>
/// <param name="Assets">Of <paramref name="Media"/>, in its order.</param>
/// <param name="ReplyTo">Null for the first post.</param>
internal sealed record ThreadsPiece(
    PostType Type,
    string Text,
    IReadOnlyList<PostMedia> Media,
    IReadOnlyList<MediaAsset> Assets,
    ThreadsPostOptions Options,
    string? Link,
    string? ReplyTo
)
{
    public ThreadsFormat Format => ThreadsFormats.Of(Type, Assets);

    public bool HasVideo => Assets.Any(asset => asset.Kind is MediaKind.Video);

    public static ThreadsPiece Of(PublishWork work) =>
        new(
            work.Content.Type,
            work.Content.Text,
            work.Content.Media,
            work.Media,
            ThreadsPostOptions.Read(work.Content.Options),
            work.Content.Link,
            ReplyTo: null
        );

    /// <returns>Null where the content has no such child, or the file of a part is gone.</returns>
    public static ThreadsPiece? Of(ChildWork work)
    {
        var content = work.Publish.Content;
        if (work.Name == ChildStep.FirstComment)
        {
            return content.FirstComment is { Length: > 0 } comment ? Reply(comment, [], [], work.PlatformPostId) : null;
        }

        if (ChildStep.PartIndex(work.Name) is not { } index || content.Thread?.ElementAtOrDefault(index) is not { } part)
        {
            return null;
        }

        // Each part answers the one before, so that the chain reads from top to bottom.
        var before = index == 0 ? work.PlatformPostId : work.Made.GetValueOrDefault(ChildStep.Part(index + 1));
        var media = part.Media ?? [];
        var assets = media.Select(medium => work.Publish.Extras.GetValueOrDefault(medium.MediaId)).OfType<MediaAsset>().ToList();
        return before is { Length: > 0 } && assets.Count == media.Count ? Reply(part.Text, media, assets, before) : null;
    }

    /// <summary>Alternative text of a medium: of this use, else the file's own.</summary>
    public string? AltText(int index) => Media[index].AltText ?? Assets[index].AltText;

    private static ThreadsPiece Reply(
        string text,
        IReadOnlyList<PostMedia> media,
        IReadOnlyList<MediaAsset> assets,
        string replyTo
    ) => new(PostType.Post, text, media, assets, ThreadsPostOptions.Empty, Link: null, replyTo);
}
