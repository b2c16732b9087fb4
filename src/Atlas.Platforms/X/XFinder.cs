using Atlas.Core.Platforms;
using Atlas.Platforms.Http;
using Microsoft.Extensions.Options;

namespace Atlas.Platforms.X;

/// <summary>Looks among the account's posts for one whose answer was lost: by its media, else by text, what it answers, and time.</summary>
internal sealed class XFinder(XApi api, XAnswers answers, IOptions<XOptions> options)
{
    private const int MostPages = 5;

    /// <summary>X's clock against ours.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromMinutes(2);

    public async Task<FindAnswer> FindAsync(
        XPart part,
        string? cursor,
        DateTimeOffset notBefore,
        CancellationToken cancellationToken
    )
    {
        if (!options.Value.ReadsPosts)
        {
            return Closed();
        }

        var media = XCursor.ReadAny(cursor)?.Media ?? [];
        List<XPost> matches = [];
        string? page = null;
        for (var i = 0; i < MostPages; i++)
        {
            var channel = part.Work.Channel;
            var answer = await api.ListPostsAsync(
                part.Work.AccessToken,
                channel.AccountId,
                notBefore - Skew,
                page,
                cancellationToken
            );
            if (!answer.Succeeded || answer.Read(XJson.Default.XDataIReadOnlyListXPost) is not { } list)
            {
                return answer.Status is 403 && XErrors.IsPlan(answers.ErrorOf(answer))
                    ? Closed()
                    : answers.Unreadable("The channel's posts", answer);
            }

            matches.AddRange((list.Data ?? []).Where(post => post.Id is not null && Matches(part, media, post)));
            page = list.Meta?.NextToken;
            if (page is null)
            {
                break;
            }
        }

        return matches.Count == 0
            ? new FindAnswer.Absent("None of the channel's posts since then has this text and these media.", Certain: false)
            : new FindAnswer.Found(
                [
                    .. matches
                        .OrderBy(post => post.CreatedAt) // ours is the first that came after the call, unless another publication owns it
                        .Select(post => new FoundPost(
                            post.Id!,
                            api.Permalink(part.Work.Channel, post.Id!),
                            post.CreatedAt,
                            media.Count > 0 ? "it shows the media that were uploaded for it" : "text and time match"
                        )),
                ],
                ProvenLive: media.Count > 0
            );
    }

    private static bool Matches(XPart part, IReadOnlyList<string> media, XPost post)
    {
        var repliesTo = post.ReferencedTweets?.FirstOrDefault(reference => reference.Type == "replied_to")?.Id;
        if (repliesTo != part.ReplyTo)
        {
            return false;
        }

        var keys = post.Attachments?.MediaKeys ?? [];
        return media.Count > 0
            ? keys.Any(key => media.Contains(key[(key.IndexOf('_', StringComparison.Ordinal) + 1)..]))
            : keys.Count == 0
                && XText.IsSame(
                    part.Text,
                    post.Text ?? "",
                    [
                        .. (post.Entities?.Urls ?? [])
                            .Where(url => url.Url is { Length: > 0 })
                            .Select(url => (url.Url!, url.MediaKey is not null)),
                    ]
                );
    }

    private static FindAnswer.Unreadable Closed() =>
        new("The plan of the X app does not let it read the account's posts.", Ever: true);
}
