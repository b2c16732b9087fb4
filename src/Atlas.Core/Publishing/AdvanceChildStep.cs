using Atlas.Core.Platforms;
using Atlas.Core.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Atlas.Core.Publishing;

/// <summary>
/// Carries a step that follows a live post, by the same rules as the post itself: intent before the call, result after it, and
/// a look at the network where the result is missing. Whatever comes of it, the post stays published.
/// </summary>
public sealed partial class AdvanceChildStep(
    IRowStore rows,
    PublicationStore publications,
    PublishWorkAssembly assembly,
    PlatformPublishers publishers,
    IOptions<PublishingOptions> settings,
    PublishingMeter meter,
    TimeProvider time,
    ILogger<AdvanceChildStep> logger
)
{
    private static readonly TimeSpan s_clockTolerance = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan s_askAgain = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_fence = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_reconnectCheck = TimeSpan.FromMinutes(15);

    public async Task<AdvanceAnswer> RunAsync(AdvanceInput input, CancellationToken cancellationToken)
    {
        meter.Advanced();
        var now = time.GetUtcNow();
        var publication = (await publications.ReadAsync(input.WorkspaceId, input.PublicationId, cancellationToken))?.Value;
        var partition = WorkspaceKeys.Partition(input.WorkspaceId);
        var key = WorkspaceKeys.ChildStep(input.PublicationId, ChildStep.FirstComment);
        var current = await rows.ReadAsync(partition, key, StoredJson.Default.ChildStep, cancellationToken);
        if (
            current is null
            || current.Value.IsSettled
            || publication is not { PlatformPostId: { } postId, Content.FirstComment: { } text }
        )
        {
            return AdvanceAnswer.Final(current?.Value.State.ToString() ?? "Superseded");
        }

        if (current.Value.NotBefore > now)
        {
            return Wait(current.Value.NotBefore.Value);
        }

        if (await assembly.AssembleAsync(publication, cancellationToken) is not AssemblyAnswer.Assembled { Work: var work })
        {
            return Wait(now + s_reconnectCheck);
        }

        var publisher = publishers[publication.Platform];
        if (current.Value.Intent is { } open)
        {
            if (now < open.Deadline)
            {
                return Wait(open.Deadline);
            }

            var found = await FindAsync(publisher, work, postId, text, open, cancellationToken);
            return await SaveAsync(current, current.Value.Settle(found, now, settings.Value, s_askAgain), cancellationToken);
        }

        var intent = new Intent(
            current.Value.Name,
            current.Value.Attempts + 1,
            publication.ContentHash,
            now,
            now + settings.Value.CallTimeout
        );
        var claimed = current.Value with { Intent = intent, NotBefore = null };
        var outcome = await rows.WriteAsync(
            partition,
            [RowWrite.Replace(key, claimed.ToRow(StoredJson.Default.ChildStep), current.ETag)],
            cancellationToken
        );
        if (!outcome.Succeeded)
        {
            return Wait(now + TimeSpan.FromSeconds(1));
        }

        var held = new Versioned<ChildStep>(claimed, outcome.ETags[0]!);

        // The fence: a worker that was stalled after its claim must not start a call that another may have settled.
        if (time.GetUtcNow() - now > s_fence)
        {
            return await SaveAsync(held, current.Value, cancellationToken);
        }

        var answer = await CommentAsync(publisher, work, postId, text);
        return await SaveAsync(held, claimed.Apply(answer, time.GetUtcNow(), settings.Value), CancellationToken.None);
    }

    private async Task<StepAnswer> CommentAsync(IPlatformPublisher publisher, PublishWork work, string postId, string text)
    {
        using var limit = new CancellationTokenSource(settings.Value.CallTimeout, time);
        try
        {
            return await publisher.CommentAsync(work, postId, text, limit.Token);
        }
        catch (Exception ex) // the comment may have been sent: unknown, and nothing else is true
        {
            Log.CommentFaulted(logger, ex);
            return new StepAnswer.Unknown(
                Faults.Problem(new PublishStep(ChildStep.FirstComment, StepEffect.Once, Visible: true))
            );
        }
    }

    private async Task<FindAnswer> FindAsync(
        IPlatformPublisher publisher,
        PublishWork work,
        string postId,
        string text,
        Intent intent,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await publisher.FindCommentAsync(work, postId, text, intent.At - s_clockTolerance, cancellationToken);
        }
        catch (Exception ex) when (ex is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            Log.CommentFaulted(logger, ex);
            return new FindAnswer.Unreadable("Asking the network broke off.", Ever: false);
        }
    }

    private async Task<AdvanceAnswer> SaveAsync(Versioned<ChildStep> current, ChildStep next, CancellationToken cancellationToken)
    {
        await rows.WriteAsync(
            WorkspaceKeys.Partition(next.WorkspaceId),
            [
                RowWrite.Replace(
                    WorkspaceKeys.ChildStep(next.PublicationId, next.Name),
                    next.ToRow(StoredJson.Default.ChildStep),
                    current.ETag
                ),
            ],
            cancellationToken
        );
        return next.IsSettled ? AdvanceAnswer.Final(next.State.ToString()) : Wait(next.NotBefore ?? time.GetUtcNow());
    }

    private static AdvanceAnswer Wait(DateTimeOffset until) => AdvanceAnswer.Wait(PublicationState.Published, until);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "A first comment broke off with a fault of ours.")]
        public static partial void CommentFaulted(ILogger logger, Exception exception);
    }
}
