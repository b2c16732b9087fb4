using Atlas.Core.Platforms;
using Atlas.Platforms.TikTok.Rules;

namespace Atlas.Platforms.TikTok;

/// <summary>What the account itself allows at this moment. TikTok wants it read right before each direct post.</summary>
internal sealed class TikTokCreators(TikTokApi api, TikTokAnswers answers)
{
    /// <returns>The creator, or what stops the post.</returns>
    public async Task<(TikTokCreator? Creator, StepAnswer? Stop)> ReadAsync(
        PublishWork work,
        TikTokPlan plan,
        string cursor,
        CancellationToken cancellationToken
    )
    {
        var answer = await api.ReadCreatorAsync(work.AccessToken, cancellationToken);
        if (answer.Data is not { } creator)
        {
            return (null, answers.Unseen(answer.Http, answer.Error, cursor)); // a read: nothing has happened
        }

        var stop = CreatorRules
            .Check(plan, work.Media, creator)
            .FirstOrDefault(finding => finding.Severity is FindingSeverity.Error);
        return stop is null
            ? (creator, null)
            : (
                null,
                answers.Refused(
                    answer.Http,
                    RefusalClass.Rejected,
                    new PlatformProblem(stop.Rule, stop.Message, "Change the post and schedule it again.", stop.Source),
                    cursor: null
                )
            );
    }

    public async Task<IReadOnlyList<Finding>> AskAsync(PublishWork work, CancellationToken cancellationToken)
    {
        var plan = TikTokPlan.Of(work.Draft);
        if (!plan.IsDirect || plan.Format is TikTokFormat.None)
        {
            return [];
        }

        var answer = await api.ReadCreatorAsync(work.AccessToken, cancellationToken);
        if (answer.Data is { } creator)
        {
            return CreatorRules.Check(plan, work.Media, creator);
        }

        // TikTok answers here already whether the account may post now. What it says of the token is the channel's health.
        return
            answer.Error is { Rule: { } rule } error
            && rule.Class is (RefusalClass.Rejected or RefusalClass.RateLimited)
            && error.Code is not "rate_limit_exceeded"
            ?
            [
                new Finding(
                    rule.Class is RefusalClass.Rejected ? FindingSeverity.Error : FindingSeverity.Warning,
                    "channel",
                    $"tiktok.creator.{error.Code}",
                    null,
                    null,
                    $"{rule.Message} {rule.NextStep}",
                    rule.Source
                ),
            ]
            : [];
    }
}
