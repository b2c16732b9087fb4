using Atlas.Core.Publishing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Atlas.Core.Posts;

/// <summary>
/// After a change near the due time: starts the new orchestration at once and wakes the superseded one so that it ends. The
/// sweep does the same a little later, so a failure here costs time and nothing else.
/// </summary>
public sealed partial class PublicationNudge(
    PlatformPublishers publishers,
    IOptions<PublishingOptions> options,
    TimeProvider time,
    ILogger<PublicationNudge> logger
)
{
    public bool IsNear(Publication publication) =>
        publication.DueAt is { } dueAt && dueAt - time.GetUtcNow() <= options.Value.StartAhead;

    /// <param name="before">Null for a new publication.</param>
    public async Task AfterChangeAsync(
        IPublicationStarter starter,
        Publication? before,
        Publication after,
        CancellationToken cancellationToken
    )
    {
        try
        {
            if (before is not null && before.Generation != after.Generation && MayRun(before))
            {
                await starter.WakeAsync(before, cancellationToken);
            }

            if (after.State == PublicationState.Scheduled && IsNear(after) || publishers.HasChildSteps(after))
            {
                await starter.StartAsync(after, cancellationToken);
            }
        }
        catch (Exception ex) when (ex is not OperationCanceledException) // the change is stored: the sweep carries it on
        {
            Log.LeftToSweep(logger, ex, after.Id.ToString());
        }
    }

    private bool MayRun(Publication publication) =>
        !publication.State.IsSettled() && (publication.State != PublicationState.Scheduled || IsNear(publication));

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Publication {PublicationId} could not be started and is left to the sweep.")]
        public static partial void LeftToSweep(ILogger logger, Exception exception, string publicationId);
    }
}
