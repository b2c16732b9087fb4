using Atlas.Core.Platforms;

namespace Atlas.Platforms.TikTok;

/// <summary>
/// Photos, and videos by address: TikTok fetches the files and publishes without being asked again, so telling it to is the
/// call that followers see. Its publish id is stored before the look at what became of it.
/// </summary>
internal sealed class TikTokFetches(TikTokApi api, TikTokAnswers answers, TikTokCreators creators, TikTokProgress progress)
{
    public async Task<StepAnswer> PublishAsync(
        PublishWork work,
        TikTokPlan plan,
        TikTokCursor cursor,
        CancellationToken cancellationToken
    )
    {
        TikTokCreator? creator = null;
        if (plan.IsDirect)
        {
            (creator, var stop) = await creators.ReadAsync(work, plan, cursor.Write(), cancellationToken);
            if (stop is not null)
            {
                return stop;
            }
        }

        var body = await TikTokBodies.FetchedAsync(work, plan, creator, cancellationToken);
        var answer = plan switch
        {
            { Format: TikTokFormat.Photo } => await api.InitPhotosAsync(work.AccessToken, body, cancellationToken),
            { IsDirect: true } => await api.InitDirectVideoAsync(work.AccessToken, body, cancellationToken),
            _ => await api.InitInboxVideoAsync(work.AccessToken, body, cancellationToken),
        };
        return answer.Data is { PublishId: { Length: > 0 } id }
            ? new StepAnswer.Continue((cursor with { PublishId = id }).Write()) { Call = answer.Http.Call }
            : answers.Visible(answer.Http, answer.Error, cursor.Write());
    }

    public async Task<StepAnswer> WatchAsync(PublishWork work, TikTokCursor cursor, CancellationToken cancellationToken)
    {
        var answer = await api.ReadStatusAsync(work.AccessToken, cursor.PublishId!, cancellationToken);
        return answer.Data is null && answer.Error is { Rule.Class: RefusalClass.Reconnect }
            ? answers.Unseen(answer.Http, answer.Error, cursor.Write())
            : await progress.SettledAsync(work, cursor, answer, cancellationToken)
                ?? await progress.WatchAsync(work, cursor, answer.Http, cancellationToken);
    }
}
