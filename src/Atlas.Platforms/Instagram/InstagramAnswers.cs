using Atlas.Core.Platforms;
using Atlas.Platforms.Meta;

namespace Atlas.Platforms.Instagram;

/// <summary>Turns what Instagram answered to a call that did not succeed into the step's answer. Decides only; calls nothing.</summary>
internal sealed class InstagramAnswers(TimeProvider time)
{
    public const string ErrorSource = "Instagram Platform: Error Codes";
    private const string ContainerSource = "Instagram Platform: IG Container";

    public static readonly GraphProduct Product = new("Instagram", ErrorSource, InstagramErrors.Find);

    private readonly GraphVerdicts _verdicts = new(Product, time);

    /// <summary>A step that nobody sees and that may be made again.</summary>
    public StepAnswer Unseen(GraphAnswer answer, InstagramCursor cursor) => _verdicts.Unseen(answer, cursor.Resume());

    /// <summary>A call that followers see. What does not surely say that nothing happened is unknown.</summary>
    public StepAnswer Visible(GraphAnswer answer, InstagramCursor cursor) => _verdicts.Visible(answer, cursor.Resume());

    /// <summary>A container that ended as <c>ERROR</c>; the only detail is a subcode within a sentence.</summary>
    public StepAnswer FailedContainer(GraphAnswer answer, string? text, InstagramCursor cursor)
    {
        var subcode = Subcode(text);
        var rule =
            InstagramErrors.FindSubcode(subcode)
            ?? new MetaRule(
                MetaReaction.NewContainer,
                "Instagram failed to process the file.",
                "It is prepared again.",
                ErrorSource
            );
        var problem = new PlatformProblem(
            subcode == 0 ? "container/ERROR" : $"container/{subcode}",
            rule.Message,
            rule.NextStep,
            rule.Source
        );
        return _verdicts.Failed(answer, rule, problem, cursor.Resume());
    }

    /// <summary>A container that Instagram did not finish in time, or no longer knows.</summary>
    public StepAnswer Restart(GraphAnswer answer, InstagramCursor cursor, string code, string message) =>
        _verdicts.Restart(answer, cursor.Resume(), code, message, ContainerSource);

    public StepAnswer.Refused Refused(
        GraphAnswer? answer,
        InstagramCursor cursor,
        RefusalClass refusal,
        PlatformProblem problem,
        TimeSpan? delay = null
    ) => _verdicts.Refused(answer, refusal, problem, refusal is RefusalClass.Rejected ? null : cursor.Write(), delay);

    /// <summary>The first number of seven digits that starts with 2207.</summary>
    private static int Subcode(string? text)
    {
        for (var rest = text.AsSpan(); rest.IndexOf("2207") is var at and >= 0; rest = rest[(at + 4)..])
        {
            if (
                rest.Length >= at + 7
                && int.TryParse(rest.Slice(at, 7), System.Globalization.NumberStyles.None, null, out var subcode)
            )
            {
                return subcode;
            }
        }

        return 0;
    }
}
