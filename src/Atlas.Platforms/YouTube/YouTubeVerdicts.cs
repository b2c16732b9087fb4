using Atlas.Core.Platforms;
using Atlas.Platforms.Http;

namespace Atlas.Platforms.YouTube;

/// <summary>Reads YouTube's errors out of answers and turns them into the step's answer.</summary>
internal sealed class YouTubeVerdicts(TimeProvider time)
{
    private readonly StepVerdicts _verdicts = new("YouTube", YouTubeErrors.ErrorPage, time);

    public NetworkError? Error(PlatformAnswer answer) => YouTubeErrors.Read(answer, time.GetUtcNow());

    public StepAnswer Unseen(PlatformAnswer answer, string? cursor) => _verdicts.Unseen(answer, Error(answer), cursor);

    public StepAnswer Visible(PlatformAnswer answer, string? cursor) => _verdicts.Visible(answer, Error(answer), cursor);

    public FindAnswer.Unreadable Unreadable(string what, PlatformAnswer answer) =>
        _verdicts.Unreadable(what, answer, Error(answer));

    public PlatformProblem Problem(PlatformAnswer answer) => _verdicts.Problem(answer, Error(answer));

    public StepAnswer.Refused Refused(PlatformAnswer? answer, RefusalClass refusal, PlatformProblem problem, string? cursor) =>
        _verdicts.Refused(answer, refusal, problem, cursor);
}
