using Atlas.Core.Platforms;
using Atlas.Platforms.Http;

namespace Atlas.Platforms.LinkedIn;

/// <summary>Turns what LinkedIn answered to a call that did not succeed into the step's answer. Decides only; calls nothing.</summary>
internal sealed class LinkedInAnswers(TimeProvider time)
{
    /// <summary>After so many new uploads one that LinkedIn throws away again is the file's fault.</summary>
    private const int MostRestarts = 2;

    /// <summary>A token that was just given out can be unknown to some of LinkedIn's servers.</summary>
    private static readonly TimeSpan s_activation = TimeSpan.FromSeconds(30);

    private readonly StepVerdicts _verdicts = new("LinkedIn", LinkedInErrors.ErrorPage, time);

    public NetworkError? ErrorOf(PlatformAnswer answer) => LinkedInErrors.Of(answer, time.GetUtcNow());

    /// <summary>A step that nobody sees and that may be made again.</summary>
    public StepAnswer Unseen(PublishWork work, PlatformAnswer answer, LinkedInCursor cursor)
    {
        var error = Activating(work, ErrorOf(answer));
        return error?.Rule is { StartAgain: true }
            ? Restart(answer, cursor, _verdicts.Problem(answer, error))
            : Traced(_verdicts.Unseen(answer, error, cursor.Write()), answer);
    }

    /// <summary>A call that followers see. What does not surely say that nothing happened is unknown.</summary>
    /// <param name="cursor">Null for a call that has none, such as a comment's.</param>
    public StepAnswer Visible(PublishWork work, PlatformAnswer answer, LinkedInCursor? cursor)
    {
        var error = Activating(work, ErrorOf(answer));
        return error?.Rule is { StartAgain: true } && cursor is not null && !answer.IsServerFault
            ? Restart(answer, cursor, _verdicts.Problem(answer, error))
            : Traced(_verdicts.Visible(answer, error, cursor?.Write()), answer);
    }

    public FindAnswer.Unreadable Unreadable(PublishWork work, string what, PlatformAnswer answer) =>
        _verdicts.Unreadable(what, answer, Activating(work, ErrorOf(answer)));

    public PlatformProblem Problem(PlatformAnswer answer) => _verdicts.Problem(answer, ErrorOf(answer));

    /// <summary>Uploads again from the beginning; gives up when that was done too often.</summary>
    public StepAnswer Restart(PlatformAnswer? answer, LinkedInCursor cursor, PlatformProblem problem) =>
        cursor.Restarts < MostRestarts
            ? _verdicts.Refused(answer, RefusalClass.Transient, problem, cursor.StartAgain().Write())
            : _verdicts.Refused(
                answer,
                RefusalClass.Rejected,
                problem with
                {
                    NextStep = "It failed several times: export the file anew, or try another one.",
                },
                cursor: null
            );

    public StepAnswer.Refused Rejected(PlatformAnswer? answer, PlatformProblem problem) =>
        _verdicts.Refused(answer, RefusalClass.Rejected, problem, cursor: null);

    private NetworkError? Activating(PublishWork work, NetworkError? error) =>
        error is { Code: LinkedInErrors.Revoked } && time.GetUtcNow() - work.Channel.ConnectedAt < s_activation
            ? error with
            {
                Rule = new ErrorRule(
                    RefusalClass.RateLimited, // waits: no attempt is used up, and after the time of grace it is dead
                    "LinkedIn does not know the new access everywhere yet.",
                    "It is tried again.",
                    LinkedInErrors.ErrorPage,
                    TimeSpan.FromSeconds(5)
                ),
            }
            : error;

    private static StepAnswer Traced(StepAnswer answer, PlatformAnswer call) =>
        answer.Call is { } made ? answer with { Call = made with { RequestId = TraceOf(call) } } : answer;

    /// <summary>What LinkedIn's support asks for.</summary>
    public static string? TraceOf(PlatformAnswer answer) => answer.Header("x-li-uuid") ?? answer.Header("x-li-request-id");
}
