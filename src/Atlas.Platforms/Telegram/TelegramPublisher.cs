using System.Globalization;
using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Core.Publishing;

namespace Atlas.Platforms.Telegram;

/// <summary>One call sends the whole post. Further parts of a thread are replies, each to the one before.</summary>
internal sealed class TelegramPublisher(TelegramSender sender, TelegramChanges changes) : IPlatformPublisher
{
    private const string CannotRead = "Telegram's bots can't read what stands in a channel.";

    private static readonly PublishStep s_send = new("send", StepEffect.Once, Visible: true);

    public Platform Platform => Platform.Telegram;

    public PlatformAbilities Abilities => TelegramFormats.Abilities;

    public string? FormatOf(PostContent content, IReadOnlyList<MediaAsset> media) =>
        TelegramFormats.Of(content, media) is var format and not TelegramFormat.None ? format.ToString() : null;

    public IReadOnlyList<Finding> Check(PublishDraft draft) => TelegramRules.Check(draft);

    public PublishStep NextStep(PublishWork work) => s_send;

    public Task<StepAnswer> AdvanceAsync(PublishWork work, PublishStep step, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested(); // before anything is sent
        return sender.SendAsync(work, work.Content.Text, work.Content.Link, work.Media, replyTo: null, cancellationToken);
    }

    public Task<FindAnswer> FindPublishedAsync(PublishWork work, DateTimeOffset notBefore, CancellationToken cancellationToken) =>
        Task.FromResult<FindAnswer>(new FindAnswer.Unreadable(CannotRead, Ever: true));

    public IReadOnlyList<ChildPlan> Children(PostContent content) =>
        [
            .. (content.Thread ?? []).Select(
                (_, index) => new ChildPlan(ChildStep.Part(index + 2), index == 0 ? null : ChildStep.Part(index + 1))
            ),
        ];

    public PublishStep NextChildStep(ChildWork work) => s_send;

    public Task<StepAnswer> AdvanceChildAsync(ChildWork work, PublishStep step, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested(); // before anything is sent
        var index =
            ChildStep.PartIndex(work.Name)
            ?? throw new ArgumentException($"Telegram has no child step '{work.Name}'.", nameof(work));
        var part = work.Publish.Content.Thread![index];
        var before = index == 0 ? work.PlatformPostId : work.Made[ChildStep.Part(index + 1)];
        MediaAsset[] media = [.. (part.Media ?? []).Select(medium => work.Publish.Extras[medium.MediaId])];
        return sender.SendAsync(
            work.Publish,
            part.Text,
            link: null,
            media,
            long.Parse(before, NumberStyles.None, CultureInfo.InvariantCulture),
            cancellationToken
        );
    }

    public Task<FindAnswer> FindChildAsync(ChildWork work, DateTimeOffset notBefore, CancellationToken cancellationToken) =>
        Task.FromResult<FindAnswer>(new FindAnswer.Unreadable(CannotRead, Ever: true));

    public Task<StepAnswer> EditAsync(PublishWork work, string platformPostId, CancellationToken cancellationToken) =>
        changes.EditAsync(work, platformPostId, cancellationToken);

    public Task<StepAnswer> DeleteAsync(PublishWork work, string platformPostId, CancellationToken cancellationToken) =>
        changes.DeleteAsync(work, platformPostId, cancellationToken);
}
