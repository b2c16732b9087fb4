using Atlas.Core.Platforms;
using Atlas.Platforms.Http;

namespace Atlas.Platforms.X;

/// <summary>Turns what X answered to a call that did not succeed into the step's answer. Decides only; calls nothing.</summary>
internal sealed class XAnswers(TimeProvider time)
{
    /// <summary>After so many new uploads one that X throws away again is the file's fault.</summary>
    private const int MostRestarts = 2;

    private readonly StepVerdicts _verdicts = new("X", XErrors.ErrorPage, time);

    public NetworkError? ErrorOf(PlatformAnswer answer) => XErrors.Of(answer, time.GetUtcNow());

    /// <summary>A step that nobody sees and that may be made again.</summary>
    public StepAnswer Unseen(PlatformAnswer answer, XCursor cursor) => _verdicts.Unseen(answer, ErrorOf(answer), cursor.Write());

    /// <summary>A call that followers see. What does not surely say that nothing happened is unknown.</summary>
    public StepAnswer Visible(PlatformAnswer answer, XCursor? cursor) =>
        _verdicts.Visible(answer, ErrorOf(answer), cursor?.Write());

    public FindAnswer.Unreadable Unreadable(string what, PlatformAnswer answer) =>
        _verdicts.Unreadable(what, answer, ErrorOf(answer));

    public PlatformProblem Problem(PlatformAnswer answer) => _verdicts.Problem(answer, ErrorOf(answer));

    /// <summary>Uploads again from the beginning; gives up when that was done too often.</summary>
    public StepAnswer Restart(PlatformAnswer? answer, XCursor cursor, PlatformProblem problem) =>
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
}
