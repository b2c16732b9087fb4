using Atlas.Core;
using Atlas.Core.Publishing;
using Atlas.Core.Workspaces;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Atlas.Functions.Publishing;

/// <summary>Carries one publication from near its time to its end. The ledger holds the truth; this only asks it what is next.</summary>
public static class PublishPost
{
    /// <summary>Raised to make a sleeping instance look at the ledger again.</summary>
    public const string Changed = "changed";

    /// <summary>Rounds after which the history starts afresh, so that a long wait doesn't grow it.</summary>
    private const int RoundsPerHistory = 100;

    // 2 s, 4 s, 8 s, … at most 5 min: about 40 min in all. Then the sweep starts a new instance: the ledger has forgotten nothing.
    private static readonly TaskOptions s_retry = TaskOptions.FromRetryPolicy(
        new RetryPolicy(15, TimeSpan.FromSeconds(2), backoffCoefficient: 2, maxRetryInterval: TimeSpan.FromMinutes(5))
    );

    [Function(nameof(PublishPost))]
    public static async Task<string> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context, PublishPostInput input)
    {
        var activity = input.ChildSteps ? nameof(AdvanceChildStep) : nameof(AdvancePublication);
        Task<string?>? changed = null;
        for (var round = 0; round < RoundsPerHistory; round++)
        {
            var answer = await context.CallActivityAsync<AdvanceAnswer>(activity, input, s_retry);
            if (answer is { IsFinal: true, HasChildSteps: true })
            {
                (activity, input) = (nameof(AdvanceChildStep), input with { ChildSteps = true });
            }
            else if (answer.IsFinal)
            {
                return answer.State ?? "";
            }
            else if (answer.WaitUntil?.UtcDateTime is { } until && until > context.CurrentUtcDateTime)
            {
                // One waiter outlives the rounds: one that is cancelled and not replaced would swallow the next event.
                changed ??= context.WaitForExternalEvent<string>(Changed);
                using var either = new CancellationTokenSource();
                await Task.WhenAny(context.CreateTimer(until, either.Token), changed);
#pragma warning disable MA0042 // Asynchronous cancellation goes on on the thread pool, outside the orchestrator's turn.
                either.Cancel();
#pragma warning restore MA0042
                changed = changed.IsCompleted ? null : changed;
            }
        }

        context.ContinueAsNew(input);
        return "";
    }
}

/// <param name="ChildSteps">Whether the post is live and only what follows it is left.</param>
public sealed record PublishPostInput(
    Id<Workspace> WorkspaceId,
    Id<Publication> PublicationId,
    int Generation,
    bool ChildSteps = false
);
