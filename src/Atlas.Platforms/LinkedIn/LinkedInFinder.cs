using Atlas.Core.Platforms;
using Atlas.Platforms.Http;

namespace Atlas.Platforms.LinkedIn;

/// <summary>Looks whether a post is live whose answer was lost. Only pages can be read; a member's posts are closed to apps.</summary>
internal sealed class LinkedInFinder(LinkedInApi api, LinkedInAnswers answers)
{
    private const int PageSize = 50;
    private const int MostPages = 4;

    /// <summary>LinkedIn's clock against ours.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromMinutes(2);

    public async Task<FindAnswer> FindAsync(PublishWork work, DateTimeOffset notBefore, CancellationToken cancellationToken)
    {
        var author = LinkedInAuthor.Of(work.Channel);
        if (author.CannotRead(work.Channel))
        {
            return Closed(author);
        }

        var uploaded = LinkedInCursor.ReadAny(work.Cursor)?.Uploaded ?? [];
        List<(LinkedInPost Post, DateTimeOffset At)> matches = [];
        for (var page = 0; page < MostPages; page++)
        {
            var answer = await api.ListPostsAsync(work.AccessToken, author.Urn, page * PageSize, PageSize, cancellationToken);
            if (!answer.Succeeded || answer.Read(LinkedInJson.Default.LinkedInPageLinkedInPost) is not { } list)
            {
                return answer.Status is 403 ? Closed(author) : answers.Unreadable(work, "The channel's posts", answer);
            }

            var posts = list.Elements ?? [];
            foreach (var post in posts)
            {
                if (post.Id is not null && At(post) is { } at && at >= notBefore - Skew && Matches(work, uploaded, post))
                {
                    matches.Add((post, at));
                }
            }

            if (posts.Count < PageSize)
            {
                break;
            }
        }

        return matches.Count == 0
            ? new FindAnswer.Absent("None of the channel's latest posts has this text and these media.", Certain: false)
            : new FindAnswer.Found(
                [
                    .. matches
                        .OrderBy(match => match.At) // ours is the first that came after the call, unless another publication owns it
                        .Select(match => Found(match.Post, match.At, uploaded.Count > 0)),
                ],
                ProvenLive: uploaded.Count > 0 // the files were uploaded for this post and no other
            );
    }

    /// <summary>What an identical post is that LinkedIn has refused ours for; null where it can't be read.</summary>
    public async Task<LinkedInPost?> ReadAsync(PublishWork work, string urn, CancellationToken cancellationToken)
    {
        if (LinkedInAuthor.Of(work.Channel).CannotRead(work.Channel))
        {
            return null;
        }

        var answer = await api.ReadPostAsync(work.AccessToken, urn, cancellationToken);
        return answer switch
        {
            { Succeeded: true } => answer.Read(LinkedInJson.Default.LinkedInPost),
            { Status: 404 } => new LinkedInPost(), // LinkedIn remembers what was deleted
            _ => null,
        };
    }

    public static DateTimeOffset? At(LinkedInPost post) =>
        (post.PublishedAt ?? post.CreatedAt) is { } ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null;

    private static bool Matches(PublishWork work, IReadOnlyList<string> uploaded, LinkedInPost post) =>
        uploaded.Count > 0
            ? post.Content?.Urns.Any(uploaded.Contains) is true
            : LittleText.IsSame(work.Content.Text, post.Commentary)
                && (work.Content.Link is not { Length: > 0 } link || post.Content?.Article?.Source == link);

    private FoundPost Found(LinkedInPost post, DateTimeOffset at, bool byMedia) =>
        new(
            post.Id!,
            api.Permalink(post.Id!),
            at,
            byMedia ? "it shows the files that were uploaded for it" : "text and time match"
        );

    private static FindAnswer.Unreadable Closed(LinkedInAuthor author) =>
        new(
            author.IsOrganization
                ? "LinkedIn does not let this channel read the page's posts."
                : "LinkedIn does not let apps read a member's posts.",
            Ever: true
        );
}
