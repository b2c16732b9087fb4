using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Core.Publishing;

namespace Atlas.Platforms.X;

/// <summary>One post to make: the post itself, a further part of its thread, or its first comment, which is a reply like these.</summary>
/// <param name="ReplyTo">Id of the post that it answers; null for the post itself.</param>
internal sealed record XPart(
    PublishWork Work,
    string Text,
    IReadOnlyList<MediaAsset> Files,
    IReadOnlyList<string?> AltTexts,
    string? ReplyTo
)
{
    public static XPart Of(PublishWork work) =>
        new(
            work,
            XText.Of(work.Content),
            work.Media,
            [.. work.Media.Select((asset, i) => work.Content.Media[i].AltText ?? asset.AltText)],
            ReplyTo: null
        );

    public static XPart Of(ChildWork work)
    {
        if (ChildStep.PartIndex(work.Name) is not { } index || work.Publish.Content.Thread is not { } thread)
        {
            return new XPart(work.Publish, work.Publish.Content.FirstComment ?? "", [], [], work.PlatformPostId);
        }

        var part = thread[index];
        var media = part.Media ?? [];
        MediaAsset[] files = [.. media.Select(medium => work.Publish.Extras[medium.MediaId])];
        return new XPart(
            work.Publish,
            part.Text,
            files,
            [.. media.Select((medium, i) => medium.AltText ?? files[i].AltText)],
            index == 0 ? work.PlatformPostId : work.Made[ChildStep.Part(index + 1)]
        );
    }

    public CreatePost Body(IReadOnlyList<string> media)
    {
        var options = XPostOptions.Read(Work.Content.Options);
        return new CreatePost
        {
            Text = Text.Length > 0 ? Text : null,
            Media =
                media.Count > 0
                    ? new PostMediaIds(media, ReplyTo is null && options.TaggedUserIds is { Count: > 0 } tagged ? tagged : null)
                    : null,
            Reply = ReplyTo is { } id ? new PostReply(id) : null,
            ReplySettings = ReplyTo is null && options.ReplySettings != "everyone" ? options.ReplySettings : null,
            MadeWithAi = options.MadeWithAi,
            PaidPartnership = options.PaidPartnership,
            Poll = ReplyTo is null && options.Poll is { } poll ? new PostPoll(poll.Choices, poll.Minutes) : null,
        };
    }
}
