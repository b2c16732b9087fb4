using Atlas.Core.Platforms;
using Atlas.Platforms.Meta;

namespace Atlas.Platforms.Instagram;

/// <summary>The first comment under a post of ours.</summary>
/// <seealso href="https://developers.facebook.com/docs/instagram-platform/comment-moderation"/>
internal sealed class InstagramComments(InstagramApi api, InstagramAnswers answers)
{
    /// <summary>Newest first, 50 a page: 2000 comments. A busier post's comment is looked for among the oldest by a person.</summary>
    private const int MostPages = 40;

    private static readonly TimeSpan s_skew = TimeSpan.FromMinutes(2);

    public async Task<StepAnswer> CommentAsync(PublishWork work, string mediaId, string text, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested(); // before anything is sent
        var cursor = InstagramCursor.Read(work.Cursor, work.ContentHash);
        var answer = await api.CommentAsync(InstagramAccess.Of(work), mediaId, text, cancellationToken);
        return answer.ReadId() is { } id
            ? new StepAnswer.Done(id, Permalink: null, PublishedAt: null, work.Cursor) { Call = answer.Call }
            : answers.Visible(answer, cursor);
    }

    public async Task<FindAnswer> FindAsync(
        PublishWork work,
        string mediaId,
        string text,
        DateTimeOffset notBefore,
        CancellationToken cancellationToken
    )
    {
        List<FoundPost> found = [];
        string? after = null;
        var since = notBefore - s_skew;
        for (var page = 0; page < MostPages; page++)
        {
            var answer = await api.ListCommentsAsync(InstagramAccess.Of(work), mediaId, after, cancellationToken);
            if (answer.Read(InstagramJson.Default.InstagramPageInstagramComment) is not { } list)
            {
                return InstagramAnswers.Product.Unreadable("The comments", answer);
            }

            found.AddRange(
                from comment in list.Data ?? []
                let at = GraphTime.Parse(comment.Timestamp)
                where comment.Id is not null && InstagramFinder.SameText(text, comment.Text) && IsOurs(work, comment)
                where at is null || at >= since
                select new FoundPost(comment.Id!, null, at, "author, text and time match")
            );

            after = list.Paging?.Cursors?.After;
            var isPast = list.Data is [.., var oldest] && GraphTime.Parse(oldest.Timestamp) < since;
            if (isPast || list.Paging?.Next is null || after is null)
            {
                return found.Count > 0
                    ? new FindAnswer.Found([.. found.OrderBy(comment => comment.PublishedAt)])
                    : new FindAnswer.Absent("No comment of the account has this text.", Certain: false);
            }
        }

        // What was not read proves nothing: absence would have the comment written again.
        return found.Count > 0
            ? new FindAnswer.Found([.. found.OrderBy(comment => comment.PublishedAt)])
            : new FindAnswer.Unreadable(
                $"The post has more than {MostPages * 50} newer comments: ours could not be looked for among them all.",
                Ever: true
            );
    }

    /// <summary>A withheld author is not held against it: the text and the time match.</summary>
    private static bool IsOurs(PublishWork work, InstagramComment comment) =>
        comment.Username is null
        || work.Channel.Handle is not { } handle
        || comment.Username.Equals(handle.TrimStart('@'), StringComparison.OrdinalIgnoreCase);
}
