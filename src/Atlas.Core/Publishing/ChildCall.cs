using Atlas.Core.Platforms;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Atlas.Core.Publishing;

/// <summary>Calls the network for a child step, within the time that a call may take, and asks it what became of one.</summary>
public sealed partial class ChildCall(
    PlatformStep platformStep,
    TokenRefusals refusals,
    IOptions<PublishingOptions> settings,
    TimeProvider time,
    ILogger<ChildCall> logger
)
{
    internal Task<StepAnswer> MakeAsync(
        IPlatformPublisher publisher,
        ChildWork work,
        PublishStep step,
        CancellationToken cancellationToken
    ) => MakeAsync(work, step, token => publisher.AdvanceChildAsync(work, step, token), cancellationToken);

    internal async Task<StepAnswer> MakeAsync(
        ChildWork work,
        PublishStep step,
        Func<CancellationToken, Task<StepAnswer>> make,
        CancellationToken cancellationToken
    )
    {
        using var limit = new CancellationTokenSource(settings.Value.CallTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var answer = await platformStep.TakeAsync(work.Publish, step, work.Name, work.Cursor, () => make(either.Token));
        return answer is StepAnswer.Unknown unknown && step.Effect != StepEffect.Once
            ? new StepAnswer.Refused(RefusalClass.Transient, unknown.Problem, work.Cursor)
            : answer;
    }

    internal Task<FindAnswer> FindAsync(
        IPlatformPublisher publisher,
        ChildWork work,
        DateTimeOffset notBefore,
        CancellationToken cancellationToken
    ) =>
        AskAsync(
            work.Publish,
            work.Name,
            () => publisher.FindChildAsync(work, notBefore, cancellationToken),
            problem => new FindAnswer.Unreadable(problem, Ever: false),
            found => found is FindAnswer.Unreadable { TokenRefused: true } refused ? refused.Reason : null,
            cancellationToken
        );

    internal Task<LiveAnswer> ReadLiveAsync(
        IPlatformPublisher publisher,
        PublishWork work,
        string platformPostId,
        CancellationToken cancellationToken
    ) =>
        AskAsync(
            work,
            "read",
            () => publisher.ReadLiveAsync(work, platformPostId, cancellationToken),
            problem => new LiveAnswer.Unreadable(problem, Ever: false),
            seen => seen is LiveAnswer.Unreadable { TokenRefused: true } refused ? refused.Reason : null,
            cancellationToken
        );

    /// <param name="refusedToken">In what words the network refused the token; null where it didn't.</param>
    private async Task<T> AskAsync<T>(
        PublishWork work,
        string step,
        Func<Task<T>> ask,
        Func<string, T> unreadable,
        Func<T, string?> refusedToken,
        CancellationToken cancellationToken
    )
    {
        T answer;
        try
        {
            answer = await ask();
        }
        catch (Exception ex) when (ex is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            Log.Faulted(logger, step, work.PublicationId.ToString(), ex);
            return unreadable("Asking the network broke off.");
        }

        if (refusedToken(answer) is { } words)
        {
            await refusals.IsDeadAsync(work, words);
        }

        return answer;
    }

    private static partial class Log
    {
        [LoggerMessage(
            Level = LogLevel.Error,
            Message = "The child step {Step} of publication {PublicationId} broke off with a fault of ours."
        )]
        public static partial void Faulted(ILogger logger, string step, string publicationId, Exception exception);
    }
}
