using Atlas.Core.Platforms;
using Atlas.Platforms.Http;
using Microsoft.Extensions.Options;

namespace Atlas.Platforms.TikTok;

/// <summary>What became of what TikTok has taken, by its publish id.</summary>
internal sealed class TikTokProgress(TikTokApi api, TikTokAnswers answers, IOptions<TikTokOptions> options, TimeProvider time)
{
    private const string Everyone = "PUBLIC_TO_EVERYONE";

    private static readonly TimeSpan[] s_polls = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)];

    /// <summary>
    /// Looks a few times, since small videos are processed within seconds. What takes longer is left unknown: the ledger then
    /// keeps people from changing the post, and looks until TikTok says what became of it.
    /// </summary>
    public async Task<StepAnswer> WatchAsync(
        PublishWork work,
        TikTokCursor cursor,
        PlatformAnswer taken,
        CancellationToken cancellationToken
    )
    {
        var isPublic = TikTokPlan.Of(work.Draft) is { IsDirect: true, Options.PrivacyLevel: Everyone };
        var delays = options.Value.PublishedPolls ?? s_polls;
        for (var i = 0; i < delays.Length; i++)
        {
            await Task.Delay(delays[i], time, cancellationToken);
            var answer = await api.ReadStatusOnceAsync(work.AccessToken, cursor.PublishId!, cancellationToken);
            var awaitsId =
                isPublic && i < delays.Length - 1 && answer.Data is { Status: "PUBLISH_COMPLETE", PostIds: null or [] };
            if (!awaitsId && await SettledAsync(work, cursor, answer, cancellationToken) is { } settled)
            {
                return settled;
            }
        }

        return TikTokAnswers.Processing(taken);
    }

    /// <summary>The answer that ends the step; null where TikTok has not come to an end.</summary>
    public async Task<StepAnswer?> SettledAsync(
        PublishWork work,
        TikTokCursor cursor,
        TikTokAnswer<TikTokStatus> answer,
        CancellationToken cancellationToken
    )
    {
        switch (answer.Data)
        {
            case { Status: "PUBLISH_COMPLETE" } status:
                var post = await LinkAsync(work, status, cursor.PublishId!, cancellationToken);
                return new StepAnswer.Done(post.PlatformPostId, post.Permalink, post.PublishedAt, cursor.Write())
                {
                    Call = answer.Http.Call,
                };
            case { Status: "SEND_TO_USER_INBOX" }:
                return new StepAnswer.Done(cursor.PublishId!, null, null, cursor.Write()) { Call = answer.Http.Call };
            case { Status: "FAILED" } status:
                return answers.Failed(answer.Http, status.FailReason);
            default:
                return null;
        }
    }

    /// <summary>
    /// The live post. Private ones, and public ones in moderation, have no id yet: the publish id stands for them, and TikTok
    /// tells the post's id by it later.
    /// </summary>
    public async Task<FoundPost> LinkAsync(
        PublishWork work,
        TikTokStatus status,
        string publishId,
        CancellationToken cancellationToken
    )
    {
        const string Evidence = "TikTok's status of our publish id is PUBLISH_COMPLETE";
        if (status.PostIds is not [var id, ..])
        {
            return new FoundPost(publishId, null, null, $"{Evidence}; it has not told the post's id");
        }

        // Best effort: whatever this read comes to, the post is live and its id is known.
        var video =
            options.Value.ReadPermalinkAfterPublish && (work.Channel.Scopes is [] || work.Channel.Scopes.Contains("video.list"))
                ? (await api.ReadVideoAsync(work.AccessToken, $"{id}", cancellationToken)).Data?.Videos is [var first, ..]
                    ? first
                    : null
                : null;
        return new FoundPost(
            $"{id}",
            video?.ShareUrl ?? Permalink(work, id),
            video is { CreateTime: > 0 } ? DateTimeOffset.FromUnixTimeSeconds(video.CreateTime) : null,
            Evidence
        );
    }

    private string? Permalink(PublishWork work, long id) =>
        work.Channel.Handle is { Length: > 0 } handle
            ? $"{options.Value.WebBaseUrl.AbsoluteUri.TrimEnd('/')}/@{handle}/{(TikTokFormats.Of(work.Content, work.Media) is TikTokFormat.Photo ? "photo" : "video")}/{id}"
            : null;
}
