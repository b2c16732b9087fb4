using Atlas.Core.Platforms;
using Atlas.Platforms.Http;

namespace Atlas.Platforms.Bluesky;

/// <summary>Turns what a Bluesky server says into the step's answer. Decides only; calls nothing.</summary>
internal sealed class BlueskyVerdicts(TimeProvider time)
{
    private readonly StepVerdicts _verdicts = new("Bluesky", BlueskyErrors.RecordPage, time);

    public StepAnswer Unseen(PlatformAnswer answer, NetworkError? error, string? cursor) =>
        _verdicts.Unseen(answer, error, cursor);

    public StepAnswer Visible(PlatformAnswer answer, NetworkError? error, string? cursor) =>
        _verdicts.Visible(answer, error, cursor);

    public FindAnswer.Unreadable Unreadable(string what, PlatformAnswer answer, NetworkError? error) =>
        _verdicts.Unreadable(what, answer, error);

    public PlatformProblem Problem(PlatformAnswer answer, NetworkError? error) => _verdicts.Problem(answer, error);

    public StepAnswer.Refused FileGone() =>
        _verdicts.Refused(
            answer: null,
            RefusalClass.Rejected,
            new PlatformProblem(
                "atlas/media",
                "A file of the post is no longer in the library.",
                "Choose another file and schedule the post again.",
                null
            ),
            cursor: null
        );

    public StepAnswer.Refused VideoFailed(PlatformAnswer answer, string? reason) =>
        _verdicts.Refused(
            answer,
            RefusalClass.Rejected,
            new PlatformProblem(
                $"job/{reason ?? "JOB_STATE_FAILED"}",
                "Bluesky could not prepare the video.",
                "Export it as MP4 with H.264 and schedule the post again.",
                BlueskyErrors.VideoPage
            ),
            cursor: null
        );

    public StepAnswer.Refused QuoteGone(PlatformAnswer answer) =>
        _verdicts.Refused(
            answer,
            RefusalClass.Rejected,
            new PlatformProblem(
                "atlas/quote-gone",
                "The post that this one quotes is not there, or its author lets nobody quote it.",
                "Take the quote out, or name another post.",
                BlueskyErrors.PostPage
            ),
            cursor: null
        );

    public StepAnswer.Refused Gone(PlatformAnswer answer) =>
        _verdicts.Refused(
            answer,
            RefusalClass.Rejected,
            new PlatformProblem(
                "atlas/parent-gone",
                "The post that this one answers is no longer there.",
                "Nothing more can be published under it.",
                BlueskyErrors.RecordPage
            ),
            cursor: null
        );
}
