using Atlas.Core.Connections;
using Atlas.Core.Messaging;
using Atlas.Core.Platforms;
using Atlas.Core.Problems;
using Atlas.Core.Publishing;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Atlas.Core.Operations;

/// <summary>
/// Holds publishing and lets it go on. A call that is being made is never cut: what is held waits before its next one, with the
/// operators' reason on it, and follows its late policy afterwards.
/// </summary>
public sealed partial class OperateSwitches(
    IRowStore rows,
    PublishingHold hold,
    InFlight inFlight,
    OperationsLog log,
    Outbox outbox,
    OperationsOptions options,
    IOptions<PublishingOptions> publishing,
    TimeProvider time,
    ILogger<OperateSwitches> logger
)
{
    private const int MaxReason = 300;

    public async Task<Outcome<Answer>> ReadAsync(CancellationToken cancellationToken) =>
        View(await hold.ReadAsync(cancellationToken));

    public async Task<Outcome<Answer>> PauseAsync(Caller caller, PauseRequest request, CancellationToken cancellationToken)
    {
        List<ProblemError> errors = [];
        CheckReason(errors, request.Reason);
        CheckTarget(errors, request.Platform, request.WorkspaceId);
        if (errors.Count > 0)
        {
            return Problem.Invalid(errors);
        }

        if (
            request.WorkspaceId is { } workspace
            && await rows.ReadAsync(WorkspaceKeys.Partition(workspace), WorkspaceKeys.Workspace, cancellationToken) is null
        )
        {
            return Problem.Invalid("workspaceId", "unknown", "There is no such workspace.");
        }

        return await SetAsync(
            OperatorSwitch.KeyOf(request.Platform, request.WorkspaceId),
            new OperatorSwitch(caller.KeyId, request.Reason!, time.GetUtcNow(), request.Platform, request.WorkspaceId),
            log.Entry(caller, OperationAction.Paused, NameOf(request.Platform, request.WorkspaceId), ("reason", request.Reason)),
            cancellationToken
        );
    }

    public async Task<Outcome<Answer>> ResumeAsync(Caller caller, ResumeRequest request, CancellationToken cancellationToken)
    {
        List<ProblemError> errors = [];
        CheckTarget(errors, request.Platform, request.WorkspaceId);
        return errors.Count > 0
            ? Problem.Invalid(errors)
            : await RemoveAsync(
                OperatorSwitch.KeyOf(request.Platform, request.WorkspaceId),
                log.Entry(caller, OperationAction.Resumed, NameOf(request.Platform, request.WorkspaceId)),
                Problem.Conflict("not-paused", "That is not paused."),
                cancellationToken
            );
    }

    public async Task<Outcome<Answer>> DrainAsync(Caller caller, DrainRequest request, CancellationToken cancellationToken)
    {
        List<ProblemError> errors = [];
        CheckReason(errors, request.Reason);
        return errors.Count > 0
            ? Problem.Invalid(errors)
            : await SetAsync(
                OperatorSwitch.Drain,
                new OperatorSwitch(caller.KeyId, request.Reason!, time.GetUtcNow()),
                log.Entry(caller, OperationAction.Drained, "deployment", ("reason", request.Reason)),
                cancellationToken
            );
    }

    public Task<Outcome<Answer>> UndrainAsync(Caller caller, CancellationToken cancellationToken) =>
        RemoveAsync(
            OperatorSwitch.Drain,
            log.Entry(caller, OperationAction.Undrained, "deployment"),
            Problem.Conflict("not-drained", "The deployment is not being drained."),
            cancellationToken
        );

    /// <summary>What a drained deployment does with a message: it goes back to the queue for a later minute, and uses up no delivery.</summary>
    /// <returns>False where the message is to be worked on.</returns>
    public async ValueTask<bool> PutOffAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        if (!await hold.IsDrainingAsync(cancellationToken))
        {
            return false;
        }

        await outbox.SendAgainAsync(message, TimeSpan.FromMinutes(1), cancellationToken);
        return true;
    }

    private async Task<Outcome<Answer>> SetAsync(
        string key,
        OperatorSwitch held,
        RowWrite entry,
        CancellationToken cancellationToken
    )
    {
        RowWrite[] batch = [RowWrite.Upsert(key, held.ToRow(StoredJson.Default.OperatorSwitch)), entry];
        await rows.WriteAsync(SystemKeys.Operations, batch, cancellationToken);
        hold.Forget();
        return await ReadAsync(cancellationToken);
    }

    private async Task<Outcome<Answer>> RemoveAsync(
        string key,
        RowWrite entry,
        Problem missing,
        CancellationToken cancellationToken
    )
    {
        if (!(await rows.WriteAsync(SystemKeys.Operations, [RowWrite.Delete(key), entry], cancellationToken)).Succeeded)
        {
            return missing;
        }

        hold.Forget();
        try
        {
            // By then every instance knows of it.
            var delay = options.SingleProcess ? TimeSpan.Zero : StandingNotices.KnownWithin + TimeSpan.FromSeconds(1);
            await outbox.SendLaterAsync(default, new WorkItem.Sweep(), delay, cancellationToken);
        }
        catch (StorageUnavailableException ex)
        {
            Log.LeftToTimer(logger, ex);
        }

        return await ReadAsync(cancellationToken);
    }

    private Answer View(Switches switches)
    {
        var counts = new InFlightView(
            inFlight[InFlightKind.Publication],
            inFlight[InFlightKind.ChildStep],
            inFlight[InFlightKind.Work]
        );
        var drain = switches.Drain is not { } drained
            ? null
            : new DrainView(
                drained.By,
                drained.Reason,
                drained.Since,
                CallsOverBy(drained),
                counts is { Publications: 0, ChildSteps: 0, Work: 0 }
                    && (options.SingleProcess || time.GetUtcNow() >= CallsOverBy(drained))
            );
        return Answer.Ok(
            new OperationsView([.. switches.Pauses.Select(PauseView.Of)], drain, counts),
            OperationsJson.Default.OperationsView
        );
    }

    /// <summary>
    /// A call ends before its lease does, and nothing is claimed once the drain is known. Of other processes' refreshes of tokens
    /// nothing is counted here, so theirs are waited for as well.
    /// </summary>
    private DateTimeOffset CallsOverBy(OperatorSwitch drain) =>
        drain.Since
        + StandingNotices.KnownWithin
        + (
            options.SingleProcess || publishing.Value.LeaseDuration > RefreshTokens.LeaseDuration
                ? publishing.Value.LeaseDuration
                : RefreshTokens.LeaseDuration
        );

    private static string NameOf(Platform? platform, Id<Workspace>? workspace) =>
        OperatorSwitch.KeyOf(platform, workspace)[OperatorSwitch.Prefix.Length..];

    private static void CheckReason(List<ProblemError> errors, string? reason)
    {
        if (string.IsNullOrWhiteSpace(reason) || reason.Length > MaxReason)
        {
            errors.Add(
                new ProblemError("reason", "required", "Say why: people whose posts wait read it.", $"{MaxReason} characters")
            );
        }
    }

    private static void CheckTarget(List<ProblemError> errors, Platform? platform, Id<Workspace>? workspace)
    {
        if (platform is not null && workspace is not null)
        {
            errors.Add(new ProblemError("workspaceId", "oneOf", "Name a network or a workspace, or neither for everything."));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "What was held is woken by the sweep of the minute: it could not be asked for at once.")]
        public static partial void LeftToTimer(ILogger logger, Exception exception);
    }
}
