using System.Diagnostics;
using Atlas.Core.Publishing;
using Atlas.Core.Tracing;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Atlas.Functions.Publishing;

/// <summary>Starts and wakes the instances of <see cref="PublishPost"/>. Instance id: publication and generation.</summary>
public sealed class DurablePublicationStarter(DurableTaskClient client, PublishingOptions settings) : IPublicationStarter
{
    private static readonly string[] s_alive =
    [
        nameof(OrchestrationRuntimeStatus.Pending),
        nameof(OrchestrationRuntimeStatus.Running),
        nameof(OrchestrationRuntimeStatus.Suspended),
    ];

    public async Task StartAsync(Publication publication, CancellationToken cancellationToken)
    {
        // The client hands the current span on: what it starts becomes part of the publication's trace.
        using var span = PublicationTrace.Start("publication.start", publication, ActivityKind.Producer);
        var settled = publication.State == PublicationState.Published;
        var input = new PublishPostInput(publication.WorkspaceId, publication.Id, publication.Generation, ChildSteps: settled);

        // Sleeping until there is something to do costs a row; starting early to be told to wait costs an activity.
        var startAt = publication.Waiting is null && !settled ? publication.DueAt - settings.PrepareAhead : null;
        var options = new StartOrchestrationOptions(InstanceId(publication), startAt) { DedupeStatuses = s_alive };
        try
        {
            await client.ScheduleNewOrchestrationInstanceAsync(nameof(PublishPost), input, options, cancellationToken);
        }
        catch (Exception ex) when (!cancellationToken.IsCancellationRequested)
        {
            // Which exception says "runs already" depends on the client's version, and what has just begun may not show yet.
            if (
                !ex.GetType().Name.Contains("AlreadyExists", StringComparison.Ordinal)
                && await client.GetInstanceAsync(InstanceId(publication), cancellationToken) is not { IsCompleted: false }
            )
            {
                throw;
            }
        }
    }

    public Task WakeAsync(Publication publication, CancellationToken cancellationToken) =>
        client.RaiseEventAsync(InstanceId(publication), PublishPost.Changed, "", cancellationToken);

    private static string InstanceId(Publication publication) => $"{publication.Id}-{publication.Generation}";
}
