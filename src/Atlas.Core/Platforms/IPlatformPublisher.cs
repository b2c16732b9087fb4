using Atlas.Core.Channels;
using Atlas.Core.Media;
using Atlas.Core.Posts;
using Atlas.Core.Publishing;

namespace Atlas.Core.Platforms;

/// <summary>
/// A network's step machine. Between calls all it knows is its cursor, which the ledger keeps; each
/// <see cref="AdvanceAsync"/> makes at most one effectful call.
/// </summary>
public interface IPlatformPublisher
{
    Platform Platform { get; }

    /// <summary>What this network lets us do with each format: the source of the table in the README and of what the API promises.</summary>
    PlatformAbilities Abilities { get; }

    /// <summary>The name in <see cref="Abilities"/> of what the content would be there; null where it is nothing that the network has.</summary>
    string? FormatOf(PostContent content, IReadOnlyList<MediaAsset> media);

    /// <summary>What the network's rules say about the content. Pure, and complete: every failing rule, not the first.</summary>
    IReadOnlyList<Finding> Check(PublishDraft draft);

    /// <summary>
    /// What only the network itself can say about the draft now (a creator's settings, a limit used up), by reads alone. What
    /// could not be read is no finding: claiming finds out.
    /// </summary>
    Task<IReadOnlyList<Finding>> AskAsync(PublishWork work, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Finding>>([]);

    /// <summary>What publishing the draft takes from budgets that the network counts. Pure.</summary>
    IReadOnlyList<QuotaCost> Costs(PublishDraft draft) => [];

    /// <summary>All budgets in which posts of the channel may be counted. Pure.</summary>
    /// <param name="app">As <see cref="PublishDraft.App"/>.</param>
    IReadOnlyList<QuotaBudget> Budgets(Channel channel, PlatformApp? app) => [];

    /// <summary>How many posts of one account the network documents for a day, however they come; null where it documents no number. Pure.</summary>
    DailyPosts? DailyPosts => null;

    /// <summary>Whether the network fetches the draft's files by their addresses, so that it must be able to reach them. Pure.</summary>
    bool FetchesMedia(PublishDraft draft) => false;

    /// <summary>The next step behind <see cref="PublishWork.Cursor"/>. Pure: the ledger stores the intent by it.</summary>
    PublishStep NextStep(PublishWork work);

    /// <summary>Performs <paramref name="step"/>. Answers are values; what it throws is a fault of ours, which counts as unknown for a step that happens once.</summary>
    Task<StepAnswer> AdvanceAsync(PublishWork work, PublishStep step, CancellationToken cancellationToken);

    /// <summary>
    /// Looks, reading only, whether the post of <paramref name="work"/> is live although nobody got its answer. The first
    /// evidence is the state of our own container, upload session or publish id; then posts of the channel since
    /// <paramref name="notBefore"/> that match its content.
    /// </summary>
    Task<FindAnswer> FindPublishedAsync(PublishWork work, DateTimeOffset notBefore, CancellationToken cancellationToken);

    /// <summary>
    /// The steps that follow the live post, in their order: its first comment, the further parts of a thread, a thumbnail, a
    /// playlist. Pure. A content that asks for what the network has not is refused by <see cref="Check"/>.
    /// </summary>
    IReadOnlyList<ChildPlan> Children(PostContent content);

    /// <summary>The next call of a child step behind <see cref="ChildWork.Cursor"/>. Pure.</summary>
    PublishStep NextChildStep(ChildWork work);

    /// <summary>
    /// Performs <paramref name="step"/> of a child. <see cref="StepAnswer.Done"/> carries what was made, the same id as the
    /// post's own where nothing has an id; <see cref="StepAnswer.Ready"/> is not an answer here.
    /// </summary>
    Task<StepAnswer> AdvanceChildAsync(ChildWork work, PublishStep step, CancellationToken cancellationToken);

    /// <summary>Looks, reading only, whether what the child's lost call would have made is there.</summary>
    Task<FindAnswer> FindChildAsync(ChildWork work, DateTimeOffset notBefore, CancellationToken cancellationToken);

    /// <summary>
    /// Changes the live post to <see cref="PublishWork.Content"/>, as far as <see cref="Abilities"/> says that it can be. Safe to
    /// repeat. Answers Done, Refused or Unknown.
    /// </summary>
    Task<StepAnswer> EditAsync(PublishWork work, string platformPostId, CancellationToken cancellationToken);

    /// <summary>Deletes the live post. Safe to repeat: one that is gone already is Done.</summary>
    Task<StepAnswer> DeleteAsync(PublishWork work, string platformPostId, CancellationToken cancellationToken);

    /// <summary>
    /// Looks, reading only, what the live post is now: settles a change whose answer was lost. The content of
    /// <paramref name="work"/> is what it was to become.
    /// </summary>
    Task<LiveAnswer> ReadLiveAsync(PublishWork work, string platformPostId, CancellationToken cancellationToken) =>
        Task.FromResult<LiveAnswer>(new LiveAnswer.Unreadable("The network lets no app read its posts back.", Ever: true));
}

/// <param name="Source">The page that states it.</param>
public sealed record DailyPosts(int Limit, string Source);

/// <summary>What rules are asked about.</summary>
/// <param name="Media">The assets of <see cref="PostContent.Media"/>, in its order.</param>
/// <param name="Extras">What the content names beside its media: the cover, subtitles, media of further parts of a thread.</param>
/// <param name="App">The developer app in whose name the channel is connected; null where the login needs none.</param>
public sealed record PublishDraft(
    Channel Channel,
    PostContent Content,
    IReadOnlyList<MediaAsset> Media,
    IReadOnlyDictionary<Id<MediaAsset>, MediaAsset> Extras,
    PlatformApp? App = null
);

/// <summary>All that a step may use.</summary>
/// <param name="Media">The assets of <see cref="PostContent.Media"/>, in its order.</param>
/// <param name="Extras">As <see cref="PublishDraft.Extras"/>.</param>
/// <param name="FetchUrl">Makes the public, signed, short-lived address of an asset.</param>
/// <param name="Open">Opens an asset's bytes as a seekable stream, which the caller disposes; null where they are gone.</param>
/// <param name="App">As <see cref="PublishDraft.App"/>.</param>
/// <param name="Cursor">The publisher's own JSON, null at the beginning.</param>
/// <param name="ContentHash">Lower-case hex of the content that was approved.</param>
public sealed record PublishWork(
    Channel Channel,
    Secret AccessToken,
    PostContent Content,
    string ContentHash,
    IReadOnlyList<MediaAsset> Media,
    IReadOnlyDictionary<Id<MediaAsset>, MediaAsset> Extras,
    Func<MediaAsset, CancellationToken, ValueTask<Uri>> FetchUrl,
    Func<MediaAsset, CancellationToken, Task<Stream?>> Open,
    PlatformApp? App,
    string? Cursor
)
{
    /// <summary>
    /// The rows were put back from a copy: what the cursor knows is older than what may have been published, so only the account's
    /// posts can tell.
    /// </summary>
    public bool IsRestored { get; init; }

    /// <summary>For the log and the trace, which it names.</summary>
    public Id<Publication> PublicationId { get; init; }

    public PublishDraft Draft => new(Channel, Content, Media, Extras, App);
}

/// <param name="Name">Unique within its post: one of <see cref="Publishing.ChildStep"/>'s names or the network's own, as <c>thumbnail</c>.</param>
/// <param name="After">The child that must be done before this one begins: a failed one fails it too.</param>
public sealed record ChildPlan(string Name, string? After = null);

/// <summary>All that a child step may use.</summary>
/// <param name="Publish">Of the live post; its cursor is the post's.</param>
/// <param name="Cursor">The child's own, null at the beginning.</param>
/// <param name="Made">The network's ids of the children that are done, by name.</param>
public sealed record ChildWork(
    PublishWork Publish,
    string PlatformPostId,
    string Name,
    string? Cursor,
    IReadOnlyDictionary<string, string> Made
);

/// <param name="Name">Stable and short: <c>container</c>, <c>poll</c>, <c>publish</c>.</param>
/// <param name="Effect">What repeating it would do.</param>
/// <param name="Visible">Whether this is the call that followers see: it waits for the due instant.</param>
public readonly record struct PublishStep(string Name, StepEffect Effect, bool Visible);

public enum StepEffect
{
    /// <summary>A read.</summary>
    None,

    /// <summary>Makes something that nobody sees and that may be made again.</summary>
    Repeatable,

    /// <summary>May not be repeated while its outcome is unknown.</summary>
    Once,
}
