using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Core.Publishing;

namespace Atlas.Platforms.Mastodon;

/// <summary>Files first, then the status. Parts of a thread and the first comment are replies, made in the same way.</summary>
internal sealed class MastodonPublisher(MastodonApi api, MastodonPosting posting, MastodonFinder finder, MastodonChanges changes)
    : IPlatformPublisher
{
    public Platform Platform => Platform.Mastodon;

    public PlatformAbilities Abilities => MastodonFormats.Abilities;

    public string? FormatOf(PostContent content, IReadOnlyList<MediaAsset> media) =>
        MastodonFormats.Of(content, media) is var format and not MastodonFormat.None ? format.ToString() : null;

    public IReadOnlyList<Finding> Check(PublishDraft draft) => MastodonRules.Check(draft);

    public async Task<IReadOnlyList<Finding>> AskAsync(PublishWork work, CancellationToken cancellationToken)
    {
        var answer = await api.ReadInstanceAsync(MastodonPosting.Server(work), cancellationToken);
        return answer.Succeeded && answer.Read(MastodonJson.Default.MastodonInstance)?.Configuration is { } limits
            ? MastodonRules.Check(work.Draft, limits)
            : [];
    }

    public PublishStep NextStep(PublishWork work) => MastodonPosting.StepAt(work, Plan(work));

    public Task<StepAnswer> AdvanceAsync(PublishWork work, PublishStep step, CancellationToken cancellationToken) =>
        posting.AdvanceAsync(work, Plan(work), cancellationToken);

    public Task<FindAnswer> FindPublishedAsync(PublishWork work, DateTimeOffset notBefore, CancellationToken cancellationToken) =>
        finder.FindAsync(work, Plan(work), notBefore, cancellationToken);

    public IReadOnlyList<ChildPlan> Children(PostContent content)
    {
        List<ChildPlan> plan = [];
        for (var i = 0; i < (content.Thread?.Count ?? 0); i++)
        {
            plan.Add(new ChildPlan(ChildStep.Part(i + 2), i == 0 ? null : ChildStep.Part(i + 1)));
        }

        if (content.FirstComment is { Length: > 0 })
        {
            plan.Add(new ChildPlan(ChildStep.FirstComment));
        }

        return plan;
    }

    public PublishStep NextChildStep(ChildWork work) => MastodonPosting.StepAt(work.Publish, Plan(work));

    public Task<StepAnswer> AdvanceChildAsync(ChildWork work, PublishStep step, CancellationToken cancellationToken) =>
        posting.AdvanceAsync(work.Publish, Plan(work), cancellationToken);

    public Task<FindAnswer> FindChildAsync(ChildWork work, DateTimeOffset notBefore, CancellationToken cancellationToken) =>
        finder.FindAsync(work.Publish, Plan(work), notBefore, cancellationToken);

    public Task<StepAnswer> EditAsync(PublishWork work, string platformPostId, CancellationToken cancellationToken) =>
        changes.EditAsync(work, platformPostId, cancellationToken);

    public Task<StepAnswer> DeleteAsync(PublishWork work, string platformPostId, CancellationToken cancellationToken) =>
        changes.DeleteAsync(work, platformPostId, cancellationToken);

    public Task<LiveAnswer> ReadLiveAsync(PublishWork work, string platformPostId, CancellationToken cancellationToken) =>
        changes.ReadAsync(work, platformPostId, cancellationToken);

    private static StatusPlan Plan(PublishWork work) =>
        new(work.Content.Text, work.Media, work.Content.Media, ReplyTo: null, work.Cursor);

    private static StatusPlan Plan(ChildWork work)
    {
        if (work.Name == ChildStep.FirstComment)
        {
            return new StatusPlan(work.Publish.Content.FirstComment!, [], [], work.PlatformPostId, work.Cursor);
        }

        var index =
            ChildStep.PartIndex(work.Name)
            ?? throw new ArgumentException($"Mastodon has no child step '{work.Name}'.", nameof(work));
        var part = work.Publish.Content.Thread![index];
        return new StatusPlan(
            part.Text,
            [.. (part.Media ?? []).Select(medium => work.Publish.Extras[medium.MediaId])],
            part.Media ?? [],
            index == 0 ? work.PlatformPostId : work.Made[ChildStep.Part(index + 1)],
            work.Cursor
        );
    }
}
