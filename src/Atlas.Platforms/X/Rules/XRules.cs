using Atlas.Core.Channels;
using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Platforms.Rules;

namespace Atlas.Platforms.X.Rules;

/// <summary>All that X documents about what may be published.</summary>
/// <seealso href="https://docs.x.com/x-api/posts/create-post"/>
internal static class XRules
{
    private const int MostChoice = 25;
    private const int LeastPollMinutes = 5;
    private const int MostPollMinutes = 10_080;
    private const int MostTags = 10;
    private const int LongestId = 19;

    public static IReadOnlyList<Finding> Check(PublishDraft draft)
    {
        var (content, media) = (draft.Content, draft.Media);
        if (media.Count != content.Media.Count)
        {
            throw new ArgumentException("There is one asset for each medium of the content.", nameof(draft));
        }

        var findings = new NetworkFindings("x", XPages.PostsPage);
        if (content.Type is not PostType.Post)
        {
            findings.Error(
                "type",
                "type",
                "X has posts only: make it a post.",
                "post",
                content.Type is PostType.Reel ? "reel" : "story"
            );
        }

        var options = XPostOptions.Read(content.Options, (field, problem) => findings.Error(field, "options.invalid", problem));
        CheckText("text", XText.Of(content), options, findings);
        if (media.Count == 0 && XText.Of(content).Length == 0)
        {
            findings.Error("text", "text.required", "A post has a text or media: add one.");
        }

        if (
            content.Link is { Length: > 0 } link
            && !(Uri.TryCreate(link, UriKind.Absolute, out var url) && url.Scheme is "https" or "http")
        )
        {
            findings.Error("link", "link.address", "The link is no web address.", "http or https address", link);
        }

        XMediaRules.Check("media", content.Media, media, findings);
        CheckPoll(options, content, findings);
        CheckTags(options, content, findings);
        CheckThread(draft, options, findings);
        if (content.FirstComment is { Length: > 0 } comment)
        {
            CheckText("firstComment", comment, options, findings);
        }

        CheckUnused(content, findings);
        CheckChannel(draft.Channel, media, findings);
        return findings.All;
    }

    private static void CheckThread(PublishDraft draft, XPostOptions options, NetworkFindings findings)
    {
        var thread = draft.Content.Thread ?? [];
        for (var i = 0; i < thread.Count; i++)
        {
            var media = thread[i].Media ?? [];
            MediaAsset[] known = [.. media.Select(medium => draft.Extras.GetValueOrDefault(medium.MediaId)).OfType<MediaAsset>()];
            CheckText($"thread[{i}].text", thread[i].Text, options, findings);
            if (thread[i].Text.Length == 0 && media.Count == 0)
            {
                findings.Error($"thread[{i}]", "text.required", "A part of a thread has a text or media: add one.");
            }

            if (known.Length == media.Count)
            {
                XMediaRules.Check($"thread[{i}].media", media, known, findings);
            }
        }
    }

    private static void CheckText(string field, string text, XPostOptions options, NetworkFindings findings)
    {
        var (weight, most) = (XText.Weight(text), options.LongPost ? XText.MostLongWeight : XText.MostWeight);
        if (weight > most)
        {
            findings.Error(
                field,
                "text.length",
                "The text is too long: shorten it. An address counts 23, an emoji 2.",
                $"{most} characters",
                $"{weight}",
                XPages.CountingPage
            );
        }

        if (XText.Cashtags(text) is > 1 and var cashtags)
        {
            findings.Error(
                field,
                "text.cashtags",
                "X takes one cashtag in a post: remove the others.",
                "1 cashtag",
                $"{cashtags}"
            );
        }
    }

    private static void CheckPoll(XPostOptions options, PostContent content, NetworkFindings findings)
    {
        if (options.Poll is not { } poll)
        {
            return;
        }

        if (content.Media.Count > 0)
        {
            findings.Error("options.poll", "poll.media", "A post on X has a poll or media: remove one of them.");
        }

        if (XText.Of(content).Length == 0)
        {
            findings.Error("text", "poll.text", "A poll stands below a text: write its question there.");
        }

        if (poll.Choices.Count is < 2 or > 4)
        {
            findings.Error(
                "options.poll.choices",
                "poll.choices",
                "A poll has 2 to 4 choices.",
                "2 to 4",
                $"{poll.Choices.Count}"
            );
        }

        for (var i = 0; i < poll.Choices.Count; i++)
        {
            if (poll.Choices[i].Trim() is { Length: 0 or > MostChoice } choice)
            {
                findings.Error(
                    $"options.poll.choices[{i}]",
                    "poll.choice",
                    "A choice has 1 to 25 characters.",
                    $"1 to {MostChoice} characters",
                    $"{choice.Length}"
                );
            }
        }

        if (poll.Minutes is < LeastPollMinutes or > MostPollMinutes)
        {
            findings.Error(
                "options.poll.minutes",
                "poll.duration",
                "A poll lasts 5 minutes to 7 days.",
                $"{LeastPollMinutes} to {MostPollMinutes} minutes",
                $"{poll.Minutes}"
            );
        }
    }

    private static void CheckTags(XPostOptions options, PostContent content, NetworkFindings findings)
    {
        var tagged = options.TaggedUserIds;
        if (tagged.Count > 0 && content.Media.Count == 0)
        {
            findings.Error(
                "options.taggedUserIds",
                "tags.media",
                "People are tagged in media, and the post has none: add some, or mention them in the text."
            );
        }

        if (tagged.Count > MostTags)
        {
            findings.Error(
                "options.taggedUserIds",
                "tags.count",
                "X tags at most ten people in a post: remove the others.",
                $"{MostTags} people",
                $"{tagged.Count}"
            );
        }

        for (var i = 0; i < tagged.Count; i++)
        {
            if (tagged[i].Length is 0 or > LongestId || tagged[i].AsSpan().ContainsAnyExceptInRange('0', '9'))
            {
                findings.Error(
                    $"options.taggedUserIds[{i}]",
                    "tags.id",
                    "It is X's id of the person: digits, not the name.",
                    $"1 to {LongestId} digits",
                    tagged[i]
                );
            }
        }
    }

    private static void CheckUnused(PostContent content, NetworkFindings findings)
    {
        if (content.Title is { Length: > 0 })
        {
            findings.Warn("title", "title.unused", "A post on X has no title: it is left out.");
        }

        if (content.Cover is not null)
        {
            findings.Warn("cover", "cover.unused", "X chooses the picture of a video itself: the cover is left out.");
        }

        if (content.Subtitles is { Count: > 0 })
        {
            findings.Warn("subtitles", "subtitles.unused", "Subtitles are left out on X: add them at x.com.");
        }
    }

    private static void CheckChannel(Channel channel, IReadOnlyList<MediaAsset> media, NetworkFindings findings)
    {
        foreach (var scope in media.Count > 0 ? (string[])["tweet.write", "media.write"] : ["tweet.write"])
        {
            if (channel.Scopes.Count > 0 && !channel.Scopes.Contains(scope))
            {
                findings.Error(
                    "channel",
                    "scope",
                    "The channel was connected without a permission that this needs: connect it again and give it.",
                    scope
                );
            }
        }
    }
}
