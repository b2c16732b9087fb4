using Atlas.Core.Channels;
using Atlas.Core.Media;
using Atlas.Core.Posts;

namespace Atlas.Core.Platforms;

/// <summary>
/// A network's step machine. Between calls all it knows is its cursor, which the ledger keeps; each
/// <see cref="AdvanceAsync"/> makes at most one effectful call.
/// </summary>
public interface IPlatformPublisher
{
    Platform Platform { get; }

    /// <summary>What the network's rules say about the content. Pure, and complete: every failing rule, not the first.</summary>
    IReadOnlyList<Finding> Check(PostContent content, IReadOnlyList<MediaAsset> media, Channel channel);

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

    /// <summary>Publishes the first comment under a live post.</summary>
    Task<StepAnswer> CommentAsync(PublishWork work, string platformPostId, string text, CancellationToken cancellationToken);

    /// <summary>Looks, reading only, whether our comment stands under the post.</summary>
    Task<FindAnswer> FindCommentAsync(
        PublishWork work,
        string platformPostId,
        string text,
        DateTimeOffset notBefore,
        CancellationToken cancellationToken
    );
}

/// <summary>All that a step may use.</summary>
/// <param name="Media">The assets of <see cref="PostContent.Media"/>, in its order.</param>
/// <param name="FetchUrl">Makes the public, signed, short-lived address of an asset.</param>
/// <param name="Cursor">The publisher's own JSON, null at the beginning.</param>
/// <param name="ContentHash">Lower-case hex of the content that was approved.</param>
public sealed record PublishWork(
    Channel Channel,
    Secret AccessToken,
    PostContent Content,
    string ContentHash,
    IReadOnlyList<MediaAsset> Media,
    Func<MediaAsset, CancellationToken, ValueTask<Uri>> FetchUrl,
    string? Cursor
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
