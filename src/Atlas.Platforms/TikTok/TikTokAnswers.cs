using Atlas.Core.Platforms;
using Atlas.Platforms.Http;

namespace Atlas.Platforms.TikTok;

/// <summary>Turns what TikTok says into the step's answer. Decides only; calls nothing.</summary>
internal sealed class TikTokAnswers(TimeProvider time)
{
    private readonly StepVerdicts _verdicts = new("TikTok", TikTokErrors.DirectPage, time);

    public StepAnswer Unseen(PlatformAnswer answer, NetworkError? error, string? cursor) =>
        _verdicts.Unseen(answer, error, cursor);

    public StepAnswer Visible(PlatformAnswer answer, NetworkError? error, string? cursor) =>
        _verdicts.Visible(answer, error, cursor);

    public FindAnswer.Unreadable Unreadable(string what, PlatformAnswer answer, NetworkError? error) =>
        _verdicts.Unreadable(what, answer, error);

    public PlatformProblem Problem(PlatformAnswer answer, NetworkError? error) => _verdicts.Problem(answer, error);

    public StepAnswer.Refused Refused(
        PlatformAnswer? answer,
        RefusalClass refusal,
        PlatformProblem problem,
        string? cursor,
        TimeSpan? delay = null
    ) => _verdicts.Refused(answer, refusal, problem, cursor, delay);

    /// <summary>TikTok took the post and then gave it up.</summary>
    public StepAnswer Failed(PlatformAnswer answer, string? reason)
    {
        var rule = TikTokErrors.FindReason(reason ?? "");
        var problem = rule is null
            ? new PlatformProblem(
                $"status/{reason ?? "FAILED"}",
                "TikTok took the post and then gave it up for a reason that its pages do not document.",
                "Look up the reason at TikTok, or try another file.",
                TikTokErrors.StatusPage
            )
            : new PlatformProblem($"status/{reason}", rule.Message, rule.NextStep, rule.Source);
        return Refused(answer, rule?.Class ?? RefusalClass.Rejected, problem, cursor: null, rule?.Delay);
    }

    /// <summary>An answer to a part of a file that is no success. These have no body of TikTok's.</summary>
    public StepAnswer Chunk(PlatformAnswer answer, TikTokCursor cursor) =>
        answer.Status switch
        {
            400 when answer.Outcome is CallOutcome.Answered => Refused(
                answer,
                RefusalClass.Rejected,
                new PlatformProblem(
                    "upload/400",
                    "TikTok refused how the file was sent.",
                    "Choose the file again and schedule the post again.",
                    TikTokErrors.TransferPage
                ),
                cursor: null
            ),
            403 or 404 when answer.Outcome is CallOutcome.Answered => Refused(
                answer,
                RefusalClass.Transient,
                new PlatformProblem(
                    $"upload/{answer.Status}",
                    "TikTok has closed the upload before it was finished.",
                    "It is uploaded again.",
                    TikTokErrors.TransferPage
                ),
                cursor.StartAgain().Write()
            ),
            _ => _verdicts.Unseen(answer, error: null, cursor.Write()),
        };

    /// <summary>The last part has arrived; whether the post is live is TikTok's to say.</summary>
    public static StepAnswer.Unknown Processing(PlatformAnswer answer) =>
        new(
            new PlatformProblem(
                "tiktok/processing",
                "TikTok has everything and is still working on the post.",
                "It is looked up until TikTok says that the post is live.",
                TikTokErrors.StatusPage
            )
        )
        {
            Call = answer.Call,
            IsAccepted = true,
        };
}
