using Atlas.Core.Platforms;

namespace Atlas.Platforms.LinkedIn;

/// <summary>The first comment under a post of ours. It is plain text: little text is for commentaries alone.</summary>
/// <seealso href="https://learn.microsoft.com/linkedin/marketing/community-management/shares/comments-api"/>
internal sealed class LinkedInComments(LinkedInApi api, LinkedInAnswers answers)
{
    private const int PageSize = 50;
    private const int MostPages = 4;

    public async Task<StepAnswer> CommentAsync(ChildWork work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested(); // before anything is sent
        var comment = new CreateComment(
            LinkedInAuthor.Of(work.Publish.Channel).Urn,
            work.PlatformPostId,
            new LinkedInCommentMessage(TextOf(work))
        );
        var answer = await api.CommentAsync(work.Publish.AccessToken, work.PlatformPostId, comment, cancellationToken);
        var read = answer.Succeeded ? answer.Read(LinkedInJson.Default.LinkedInComment) : null;
        var made = IdOf(read) ?? (answer.Succeeded ? answer.Header("x-restli-id") : null);
        return made is { Length: > 0 } id
            ? new StepAnswer.Done(id, Permalink: null, PublishedAt: null, work.Cursor) { Call = answer.Call }
            : answers.Visible(work.Publish, answer, cursor: null);
    }

    public async Task<FindAnswer> FindAsync(ChildWork work, DateTimeOffset notBefore, CancellationToken cancellationToken)
    {
        var author = LinkedInAuthor.Of(work.Publish.Channel);
        if (author.CannotRead(work.Publish.Channel))
        {
            return Closed();
        }

        List<FoundPost> found = [];
        for (var page = 0; page < MostPages; page++)
        {
            var answer = await api.ListCommentsAsync(
                work.Publish.AccessToken,
                work.PlatformPostId,
                page * PageSize,
                PageSize,
                cancellationToken
            );
            if (!answer.Succeeded || answer.Read(LinkedInJson.Default.LinkedInPageLinkedInComment) is not { } list)
            {
                return answer.Status is 403 ? Closed() : answers.Unreadable(work.Publish, "The comments", answer);
            }

            var comments = list.Elements ?? [];
            found.AddRange(
                from comment in comments
                let at = comment.Created?.Time is { } ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : (DateTimeOffset?)null
                where IdOf(comment) is not null && comment.Actor == author.Urn && comment.Message?.Text == TextOf(work)
                where at is null || at >= notBefore - LinkedInFinder.Skew
                select new FoundPost(IdOf(comment)!, null, at, "author, text and time match")
            );
            if (comments.Count < PageSize)
            {
                break;
            }
        }

        return found.Count > 0
            ? new FindAnswer.Found([.. found.OrderBy(comment => comment.PublishedAt)])
            : new FindAnswer.Absent("No comment of the account has this text.", Certain: false);
    }

    private static string TextOf(ChildWork work) => LittleText.Shown(work.Publish.Content.FirstComment!).Trim();

    private static string? IdOf(LinkedInComment? comment) => comment?.CommentUrn ?? comment?.Id;

    private static FindAnswer.Unreadable Closed() => new("LinkedIn does not let this channel read comments.", Ever: true);
}
