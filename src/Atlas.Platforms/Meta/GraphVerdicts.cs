using System.Runtime.InteropServices;
using Atlas.Core.Platforms;
using Atlas.Platforms.Http;

namespace Atlas.Platforms.Meta;

/// <summary>Where a publication goes on after a call that did not succeed.</summary>
/// <param name="Cursor">From where it stands.</param>
/// <param name="StartAgain">With nothing prepared, and one restart more.</param>
/// <param name="Restarts">How often the network threw away what was prepared.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct GraphResume(string? Cursor, string? StartAgain = null, int Restarts = 0);

/// <summary>Turns an answer of a Graph host that is no success into the step's answer. Decides only; calls nothing. Each network derives its own.</summary>
internal class GraphVerdicts(GraphProduct product, TimeProvider time)
{
    /// <summary>After so many new preparations one that the network throws away again is the content's fault.</summary>
    private const int MostRestarts = 2;

    /// <summary>Where a limit does not say when it opens. Meta's windows roll over an hour.</summary>
    private static readonly TimeSpan s_unstatedLimit = TimeSpan.FromMinutes(15);

    public GraphProduct Product => product;

    /// <summary>A read, or a step that nobody sees and that may be made again.</summary>
    public StepAnswer Unseen(GraphAnswer answer, GraphResume resume)
    {
        if (answer.Error is null)
        {
            return WithoutRule(answer, resume); // not Meta's own words: no connection, a proxy's page, half an answer
        }

        if (product.Rule(answer) is not { } rule)
        {
            return answer.IsServerFault || answer.Error.IsTransient
                ? WithoutRule(answer, resume)
                : Refused(answer, RefusalClass.Rejected, product.Undocumented(answer), cursor: null);
        }

        var problem = product.Problem(answer, rule);
        return ByRule(answer, rule, problem, resume) ?? Refused(answer, RefusalClass.Rejected, problem, cursor: null);
    }

    /// <summary>A call that followers see. What does not surely say that nothing happened is unknown.</summary>
    public StepAnswer Visible(GraphAnswer answer, GraphResume resume)
    {
        if (answer.Outcome is CallOutcome.NotSent || answer is { Status: 429, Error: null })
        {
            return WithoutRule(answer, resume);
        }

        if (
            answer.Outcome is CallOutcome.Lost
            || answer.IsServerFault
            || answer.Succeeded
            || product.Rule(answer) is not { } rule
        )
        {
            return new StepAnswer.Unknown(product.Undocumented(answer)) { Call = answer.Call };
        }

        var problem = product.Problem(answer, rule);
        var mayHaveHappened = rule.MaybeLive || answer.Error is { IsTransient: true } && rule.Reaction is MetaReaction.Retry;
        return (mayHaveHappened ? null : ByRule(answer, rule, problem, resume))
            ?? new StepAnswer.Unknown(problem) { Call = answer.Call };
    }

    /// <summary>The network failed what was prepared, and says so outside of an error object.</summary>
    public StepAnswer Failed(GraphAnswer answer, MetaRule rule, PlatformProblem problem, GraphResume resume) =>
        ByReaction(answer, rule, problem, resume with { Cursor = resume.StartAgain })
        ?? Refused(answer, RefusalClass.Rejected, problem, cursor: null);

    /// <summary>What was prepared was not finished in time, or is not known any more: once more from the start, within bounds.</summary>
    public StepAnswer Restart(GraphAnswer answer, GraphResume resume, string code, string message, string source) =>
        resume.Restarts < MostRestarts
            ? Refused(
                answer,
                RefusalClass.Transient,
                new PlatformProblem(code, message, "It is prepared again.", source),
                resume.StartAgain
            )
            : Refused(
                answer,
                RefusalClass.Rejected,
                new PlatformProblem(code, message, "It failed several times: export the file anew, or try another one.", source),
                cursor: null
            );

    public StepAnswer.Refused Refused(
        GraphAnswer? answer,
        RefusalClass refusal,
        PlatformProblem problem,
        string? cursor,
        TimeSpan? delay = null
    ) => new(refusal, problem, cursor, delay is { } wait ? time.GetUtcNow() + wait : null) { Call = answer?.Call };

    private StepAnswer? ByRule(GraphAnswer answer, MetaRule rule, PlatformProblem problem, GraphResume resume) =>
        rule.Reaction is MetaReaction.NewContainer
            ? Restart(answer, resume, problem.Code, rule.Message, rule.Source)
            : ByReaction(answer, rule, problem, resume);

    private StepAnswer.Refused? ByReaction(GraphAnswer answer, MetaRule rule, PlatformProblem problem, GraphResume resume) =>
        rule.Reaction switch
        {
            MetaReaction.Wait => Refused(
                answer,
                RefusalClass.RateLimited,
                problem,
                resume.Cursor,
                OpensIn(answer) ?? rule.Delay ?? s_unstatedLimit
            ) with
            {
                Limit = rule.Limit,
            },
            MetaReaction.Reconnect or MetaReaction.Permission => Refused(answer, RefusalClass.Reconnect, problem, resume.Cursor),
            MetaReaction.Content or MetaReaction.Configuration => Refused(answer, RefusalClass.Rejected, problem, cursor: null),
            MetaReaction.Retry or MetaReaction.NotReady => Refused(
                answer,
                RefusalClass.Transient,
                problem,
                resume.Cursor,
                rule.Delay
            ),
            MetaReaction.NewContainer when resume.Restarts < MostRestarts => Refused(
                answer,
                RefusalClass.Transient,
                problem,
                resume.Cursor,
                rule.Delay
            ),
            _ => null,
        };

    private StepAnswer.Refused WithoutRule(GraphAnswer answer, GraphResume resume) =>
        answer.Status is 429
            ? Refused(
                answer,
                RefusalClass.RateLimited,
                product.Undocumented(answer),
                resume.Cursor,
                OpensIn(answer) ?? s_unstatedLimit
            )
            : Refused(answer, RefusalClass.Transient, product.Undocumented(answer), resume.Cursor);

    private static TimeSpan? OpensIn(GraphAnswer answer) => answer.Usage.RegainIn ?? answer.Usage.RetryAfter;
}
