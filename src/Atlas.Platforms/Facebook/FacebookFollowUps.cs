using System.Globalization;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Core.Publishing;
using Atlas.Platforms.Meta;

namespace Atlas.Platforms.Facebook;

/// <summary>What follows a live post: its first comment, the picture that stands for a video, and invitations to a reel.</summary>
/// <seealso href="https://developers.facebook.com/docs/pages-api/comments-mentions"/>
internal sealed class FacebookFollowUps(FacebookApi api, FacebookVerdicts verdicts)
{
    public const string Thumbnail = "thumbnail";

    /// <summary>Of one Page in 24 hours.</summary>
    public const int MostInvited = 10;

    private const string Invite = "collaborator";
    private const int MostPages = 20;

    private static readonly TimeSpan s_skew = TimeSpan.FromMinutes(2);

    public Task<StepAnswer> AdvanceAsync(ChildWork work, CancellationToken cancellationToken) =>
        work.Name == Thumbnail ? SetThumbnailAsync(work, cancellationToken)
        : work.Name == ChildStep.FirstComment ? CommentAsync(work, work.Publish.Content.FirstComment!, cancellationToken)
        : InviteAsync(work, cancellationToken);

    /// <summary>The Pages that a content invites, in its order. Reels alone can have more than one Page.</summary>
    public static IReadOnlyList<string> Invited(PostContent content) =>
        content.Type is PostType.Reel ? FacebookPostOptions.Read(content.Options).Collaborators : [];

    /// <summary>The name of the step that invites the one in this place.</summary>
    public static string Invitation(int index) => string.Create(CultureInfo.InvariantCulture, $"{Invite}{index + 1:00}");

    public Task<FindAnswer> FindAsync(ChildWork work, DateTimeOffset notBefore, CancellationToken cancellationToken) =>
        work.Name == ChildStep.FirstComment
            ? FindCommentAsync(work, work.Publish.Content.FirstComment!, notBefore - s_skew, cancellationToken)
            : Task.FromResult<FindAnswer>(new FindAnswer.Absent("It can be done again.", Certain: true));

    private async Task<StepAnswer> CommentAsync(ChildWork work, string text, CancellationToken cancellationToken)
    {
        var answer = await api.CommentAsync(FacebookAccess.Of(work.Publish), work.PlatformPostId, text, cancellationToken);
        return answer.ReadId() is { } id
            ? new StepAnswer.Done(id, Permalink: null, PublishedAt: null, work.Cursor) { Call = answer.Call }
            : verdicts.Visible(answer, new GraphResume(work.Cursor));
    }

    private async Task<StepAnswer> InviteAsync(ChildWork work, CancellationToken cancellationToken)
    {
        var index = int.Parse(work.Name.AsSpan(Invite.Length), NumberStyles.None, CultureInfo.InvariantCulture) - 1;
        var page = Invited(work.Publish.Content)[index];
        var answer = await api.InviteAsync(FacebookAccess.Of(work.Publish), work.PlatformPostId, page, cancellationToken);
        return answer.Read(FacebookJson.Default.FacebookPublished) is { Success: true }
            ? new StepAnswer.Done(work.PlatformPostId, Permalink: null, PublishedAt: null, work.Cursor) { Call = answer.Call }
            : verdicts.Unseen(answer, new GraphResume(work.Cursor));
    }

    private async Task<FindAnswer> FindCommentAsync(
        ChildWork work,
        string text,
        DateTimeOffset since,
        CancellationToken cancellationToken
    )
    {
        List<FoundPost> found = [];
        string? after = null;
        for (var page = 0; page < MostPages; page++)
        {
            var answer = await api.ListCommentsAsync(
                FacebookAccess.Of(work.Publish),
                work.PlatformPostId,
                since,
                after,
                cancellationToken
            );
            if (answer.Read(FacebookJson.Default.FacebookListFacebookComment) is not { } list)
            {
                return verdicts.Product.Unreadable("The comments", answer);
            }

            found.AddRange(
                from comment in list.Data ?? []
                let at = GraphTime.Parse(comment.CreatedTime)
                where comment.Id is not null && FacebookFinder.SameText(text, comment.Message)
                // A withheld author is not held against it: the text and the time match.
                where comment.From?.Id is null || comment.From.Id == work.Publish.Channel.AccountId
                where at is null || at >= since
                select new FoundPost(comment.Id!, null, at, "author, text and time match")
            );

            after = list.After;
            if (after is null || found.Count > 0)
            {
                break; // oldest first: ours is the first that matches
            }
        }

        return found.Count > 0
            ? new FindAnswer.Found(found)
            : new FindAnswer.Absent("No comment of the Page has this text.", Certain: false);
    }

    private async Task<StepAnswer> SetThumbnailAsync(ChildWork work, CancellationToken cancellationToken)
    {
        var publish = work.Publish;
        var asset = publish.Content.Cover is { } cover ? publish.Extras.GetValueOrDefault(cover) : null;
        await using var stream = asset is null ? null : await publish.Open(asset, cancellationToken);
        if (asset is null || stream is null)
        {
            return verdicts.Refused(
                answer: null,
                RefusalClass.Rejected,
                new PlatformProblem("atlas/file", "The cover's file is not in the library any more.", "Upload it again.", null),
                cursor: null
            );
        }

        var bytes = new byte[stream.Length];
        await stream.ReadExactlyAsync(bytes, cancellationToken);
        var answer = await api.SetThumbnailAsync(
            FacebookAccess.Of(publish),
            work.PlatformPostId,
            bytes,
            asset.ContentType,
            cancellationToken
        );
        return answer.Read(FacebookJson.Default.FacebookPublished) is { Success: true }
            ? new StepAnswer.Done(work.PlatformPostId, Permalink: null, PublishedAt: null, work.Cursor) { Call = answer.Call }
            : verdicts.Unseen(answer, new GraphResume(work.Cursor));
    }
}
