using Atlas.Core.Platforms;
using Atlas.Platforms.Http;

namespace Atlas.Platforms.Pinterest;

/// <summary>Turns what Pinterest answered to a call that did not succeed into the step's answer. Decides only; calls nothing.</summary>
internal sealed class PinterestAnswers(TimeProvider time)
{
    private readonly StepVerdicts _verdicts = new("Pinterest", PinterestErrors.Source, time);

    /// <summary>A read, or a step that nobody sees and that may be made again.</summary>
    public StepAnswer Unseen(PlatformAnswer answer, PinterestCursor cursor) =>
        _verdicts.Unseen(answer, Error(answer), cursor.Write());

    /// <summary>A call that followers see.</summary>
    public StepAnswer Visible(PlatformAnswer answer, string? cursor) => _verdicts.Visible(answer, Error(answer), cursor);

    public FindAnswer.Unreadable Unreadable(string what, PlatformAnswer answer) =>
        _verdicts.Unreadable(what, answer, Error(answer));

    public PlatformProblem Problem(PlatformAnswer answer) => _verdicts.Problem(answer, Error(answer));

    public NetworkError? Error(PlatformAnswer answer) => PinterestErrors.Read(answer, time.GetUtcNow());

    /// <summary>Whether Pinterest itself says no, for a reason that asking later does not change.</summary>
    public bool IsRefusal(PlatformAnswer answer) =>
        Error(answer) is { Rule: { Class: RefusalClass.Reconnect or RefusalClass.Rejected } };

    public StepAnswer.Refused Refused(
        RefusalClass refusal,
        PlatformProblem problem,
        PinterestCursor? cursor = null,
        PlatformAnswer? answer = null
    ) => _verdicts.Refused(answer, refusal, problem, cursor?.Write());
}
