using System.Text.RegularExpressions;
using Atlas.Core.Platforms;
using Atlas.Platforms.Http;
using Microsoft.Extensions.Options;

namespace Atlas.Platforms.TikTok;

/// <summary>Looks whether a post is live: first by our own publish id, then, where its answer was lost, in the account's list.</summary>
internal sealed partial class TikTokFinder(
    TikTokApi api,
    TikTokAnswers answers,
    TikTokProgress progress,
    IOptions<TikTokOptions> options,
    TimeProvider time
)
{
    private const int MostPages = 5;

    public async Task<FindAnswer> FindAsync(PublishWork work, DateTimeOffset notBefore, CancellationToken cancellationToken)
    {
        if (TikTokCursor.ReadAny(work.Cursor) is { PublishId: { } publishId })
        {
            return await ByPublishIdAsync(work, publishId, notBefore, cancellationToken);
        }

        return TikTokPlan.Of(work.Draft).IsFetched
            ? await InListAsync(work, notBefore, cancellationToken)
            : new FindAnswer.Absent("No upload was open at TikTok.", Certain: true);
    }

    private async Task<FindAnswer> ByPublishIdAsync(
        PublishWork work,
        string publishId,
        DateTimeOffset notBefore,
        CancellationToken cancellationToken
    )
    {
        var answer = await api.ReadStatusAsync(work.AccessToken, publishId, cancellationToken);
        return answer.Data switch
        {
            { Status: "PUBLISH_COMPLETE" } status => new FindAnswer.Found(
                [await progress.LinkAsync(work, status, publishId, cancellationToken)],
                ProvenLive: true
            ),
            { Status: "SEND_TO_USER_INBOX" } => new FindAnswer.Found(
                [new FoundPost(publishId, null, null, "TikTok's status of our publish id is SEND_TO_USER_INBOX")],
                ProvenLive: true
            ),
            { Status: "FAILED" } status => new FindAnswer.Absent($"TikTok gave the post up: {status.FailReason}.", Certain: true),
            { Status: "PROCESSING_UPLOAD" } status when status.UploadedBytes < work.Media[0].SizeBytes => new FindAnswer.Absent(
                "TikTok has not got the last part of the video.",
                Certain: true
            ),
            { } => new FindAnswer.Unreadable("TikTok has taken the post and is processing it.", Ever: false, IsProcessing: true),
            null when answer.Error is { Code: "invalid_publish_id" or "token_not_authorized_for_specified_publish_id" } =>
                await InListAsync(work, notBefore, cancellationToken),
            null => answers.Unreadable("The status of our publish id", answer.Http, answer.Error),
        };
    }

    /// <summary>The list shows public posts only, and those only after moderation: absence from it never proves that nothing was posted.</summary>
    private async Task<FindAnswer> InListAsync(PublishWork work, DateTimeOffset notBefore, CancellationToken cancellationToken)
    {
        var plan = TikTokPlan.Of(work.Draft);
        if (!plan.IsDirect)
        {
            return new FindAnswer.Unreadable("TikTok does not say whether the post has reached the account's inbox.", Ever: true);
        }

        if (plan.Options.PrivacyLevel is not "PUBLIC_TO_EVERYONE")
        {
            return new FindAnswer.Unreadable("TikTok does not list posts that are not public.", Ever: true);
        }

        List<FoundPost> matches = [];
        long? cursor = null;
        for (var page = 0; page < MostPages; page++)
        {
            var answer = await api.ListVideosAsync(work.AccessToken, cursor, cancellationToken);
            if (answer.Data is not { } list)
            {
                return answer.Error is { Code: "scope_not_authorized" or "scope_permission_missed" }
                    ? new FindAnswer.Unreadable("The account has not let us see its list of posts.", Ever: true)
                    : answers.Unreadable("The account's list of posts", answer.Http, answer.Error);
            }

            matches.AddRange((list.Videos ?? []).Where(video => IsOurs(work, video, notBefore)).Select(Found));
            cursor = list.Cursor;
            if (!list.HasMore || list.Videos is not [.., { } oldest] || At(oldest) < notBefore)
            {
                break;
            }
        }

        matches.Reverse(); // ours is the first that came after the call, unless another publication owns it
        return matches is [] ? NotListed(notBefore) : new FindAnswer.Found(matches);
    }

    private FindAnswer.Unreadable NotListed(DateTimeOffset notBefore) =>
        time.GetUtcNow() < notBefore + options.Value.ListingGrace
            ? new FindAnswer.Unreadable("The post is not in the account's list yet.", Ever: false)
            : new FindAnswer.Unreadable(
                "The post is not in the account's list, which may be because TikTok is still checking it.",
                Ever: true
            );

    private static bool IsOurs(PublishWork work, TikTokVideo video, DateTimeOffset notBefore) =>
        video.Id is { Length: > 0 }
        && At(video) >= notBefore
        && (
            SameText(work.Content.Text, video.Description)
            || SameText(work.Content.Text, video.Title)
            || work.Content.Title is { Length: > 0 } title && SameText(title, video.Title)
        );

    private static FoundPost Found(TikTokVideo video) =>
        new(video.Id!, video.ShareUrl, At(video), "The account's list has a post of the same text and time");

    private static DateTimeOffset At(TikTokVideo video) => DateTimeOffset.FromUnixTimeSeconds(video.CreateTime);

    private static bool SameText(string ours, string? theirs) =>
        WhiteSpace().Replace(ours, " ").Trim() == WhiteSpace().Replace(theirs ?? "", " ").Trim();

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WhiteSpace();
}
