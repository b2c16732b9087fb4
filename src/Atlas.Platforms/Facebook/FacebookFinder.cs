using System.Text.RegularExpressions;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Platforms.Meta;
using Microsoft.Extensions.Options;

namespace Atlas.Platforms.Facebook;

/// <summary>Looks whether a post is live whose answer was lost: its video's state, or the Page's posts and stories.</summary>
internal sealed partial class FacebookFinder(FacebookApi api, FacebookVerdicts verdicts, IOptions<FacebookOptions> options)
{
    private const int MostPages = 5;

    /// <summary>Facebook's clock against ours.</summary>
    private static readonly TimeSpan s_skew = TimeSpan.FromMinutes(2);

    public Task<FindAnswer> FindAsync(PublishWork work, DateTimeOffset notBefore, CancellationToken cancellationToken)
    {
        // What was published, whatever the content is by now.
        var cursor = FacebookCursor.ReadAny(work.Cursor);
        return (work.Content.Type, cursor) switch
        {
            (PostType.Story, _) => StoryAsync(work, cursor, notBefore - s_skew, cancellationToken),
            (_, { Video: { } video }) => VideoAsync(work, video, cancellationToken),
            _ => PostAsync(work, cursor?.Photos, notBefore - s_skew, cancellationToken),
        };
    }

    /// <summary>A video's permalink comes without its host.</summary>
    public static string? Permalink(Uri site, string? permalink) =>
        permalink is ['/', ..] ? $"{site.AbsoluteUri.TrimEnd('/')}{permalink}" : permalink;

    public static DateTimeOffset? PublishedAt(FacebookVideo? video) =>
        video?.Status?.Publishing?.PublishTime is > 0 and < 253_402_300_800 and var seconds
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    private async Task<FindAnswer> VideoAsync(PublishWork work, string id, CancellationToken cancellationToken)
    {
        var answer = await api.ReadVideoAsync(FacebookAccess.Of(work), id, cancellationToken);
        var video = answer.Read(FacebookJson.Default.FacebookVideo);
        return FacebookVideoStates.StateOf(video) switch
        {
            FacebookVideoState.Published => new FindAnswer.Found(
                [
                    new FoundPost(
                        id,
                        Permalink(options.Value.DialogBaseUrl, video!.Permalink),
                        PublishedAt(video),
                        "the video's own state is published"
                    ),
                ],
                ProvenLive: true
            ),
            FacebookVideoState.Processing => new FindAnswer.Unreadable(
                "Facebook has taken the video and is processing it.",
                Ever: false,
                // Before that phase it is an upload like any other, which nobody may have asked to publish.
                IsProcessing: video!.Status!.Publishing?.Status is "in_progress"
            ),
            FacebookVideoState.Failed => new FindAnswer.Absent("Facebook could not process the video.", Certain: true),
            FacebookVideoState.Unpublished => new FindAnswer.Absent("The video is uploaded and not published.", Certain: true),
            _ => verdicts.Product.Unreadable("The video", answer),
        };
    }

    private async Task<FindAnswer> PostAsync(
        PublishWork work,
        IReadOnlyList<string>? photos,
        DateTimeOffset since,
        CancellationToken cancellationToken
    )
    {
        List<FoundPost> found = [];
        string? after = null;
        for (var page = 0; page < MostPages; page++)
        {
            var answer = await api.ListPostsAsync(FacebookAccess.Of(work), since, after, cancellationToken);
            if (answer.Read(FacebookJson.Default.FacebookListFacebookPost) is not { } list)
            {
                return Unreadable("posts", answer);
            }

            foreach (var post in list.Data ?? [])
            {
                if (post.Id is not { } id || GraphTime.Parse(post.CreatedTime) is not { } at || at < since)
                {
                    continue;
                }

                if (photos is not null && HasPhotos(post, photos))
                {
                    // Only one post can hold the photos that were uploaded for this one.
                    return new FindAnswer.Found(
                        [new FoundPost(id, post.Permalink, at, "it holds the photos of this post")],
                        ProvenLive: true
                    );
                }

                if (photos is null && SameText(work.Content.Text, post.Message) && HasPhotos(post, []))
                {
                    found.Add(new FoundPost(id, post.Permalink, at, "text and time match"));
                }
            }

            after = list.After;
            if (after is null)
            {
                break;
            }
        }

        return found.Count > 0
            ? new FindAnswer.Found([.. found.OrderBy(post => post.PublishedAt)])
            : new FindAnswer.Absent("No post of the Page since then is this one.", Certain: false);
    }

    private async Task<FindAnswer> StoryAsync(
        PublishWork work,
        FacebookCursor? cursor,
        DateTimeOffset since,
        CancellationToken cancellationToken
    )
    {
        if ((cursor?.Video ?? cursor?.Photos?[0]) is not { } medium)
        {
            return new FindAnswer.Absent("Nothing was uploaded, so nothing can have been published.", Certain: true);
        }

        string? after = null;
        for (var page = 0; page < MostPages; page++)
        {
            var answer = await api.ListStoriesAsync(FacebookAccess.Of(work), since, after, cancellationToken);
            if (answer.Read(FacebookJson.Default.FacebookListFacebookStory) is not { } list)
            {
                return Unreadable("stories", answer);
            }

            if ((list.Data ?? []).FirstOrDefault(story => story.MediaId == medium && story.PostId is not null) is { } found)
            {
                var at = found.CreatedAt > 0 ? DateTimeOffset.FromUnixTimeSeconds(found.CreatedAt) : (DateTimeOffset?)null;
                return new FindAnswer.Found(
                    [new FoundPost(found.PostId!, found.Url, at, "a story of the Page holds its medium")],
                    ProvenLive: true
                );
            }

            after = list.After;
            if (after is null)
            {
                break;
            }
        }

        return new FindAnswer.Absent("No story of the Page holds its medium.", Certain: false);
    }

    private FindAnswer.Unreadable Unreadable(string what, GraphAnswer answer) =>
        verdicts.Product.Unreadable($"The Page's {what}", answer);

    /// <summary>Whether the post's photos are those; a link's card has no target of the Page's own.</summary>
    private static bool HasPhotos(FacebookPost post, IReadOnlyList<string> photos)
    {
        var targets = (post.Attachments?.Data ?? [])
            .SelectMany(attachment => attachment.Parts?.Data is { Count: > 0 } parts ? parts : [attachment])
            .Select(attachment => attachment.Target?.Id)
            .OfType<string>()
            .ToHashSet();
        return photos.Count == 0 ? targets.Count == 0 : photos.Any(targets.Contains);
    }

    /// <summary>Facebook trims texts and may change how white space is written.</summary>
    internal static bool SameText(string ours, string? theirs) =>
        WhiteSpace().Replace(ours, " ").Trim() == WhiteSpace().Replace(theirs ?? "", " ").Trim();

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WhiteSpace();
}
