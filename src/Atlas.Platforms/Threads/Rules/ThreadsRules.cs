using Atlas.Core.Channels;
using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Platforms.Rules;

namespace Atlas.Platforms.Threads.Rules;

/// <summary>All that Threads documents about what may be published.</summary>
/// <seealso href="https://developers.facebook.com/documentation/threads/overview"/>
internal static class ThreadsRules
{
    public const string Posts = "Threads API: Posts";
    private const string Places = "threads_location_tagging";
    public const string Replies = "Threads API: Create Replies";

    public static IReadOnlyList<Finding> Check(PublishDraft draft)
    {
        var (channel, content, media) = (draft.Channel, draft.Content, draft.Media);
        if (media.Count != content.Media.Count)
        {
            throw new ArgumentException("There is one asset for each medium of the content.", nameof(draft));
        }

        var findings = new NetworkFindings("threads", Posts);
        CheckType(content, media, findings);
        PieceRules.Check(new PiecePlace(""), content.Text, content.Media, media, content.Link, findings);
        if (content.FirstComment is { Length: > 0 } comment)
        {
            PieceRules.CheckText("firstComment", comment, findings);
            PieceRules.CheckLinks("firstComment", comment, link: null, findings);
        }

        CheckThread(draft, findings);
        OptionRules.Check(content, media, findings);
        CheckUnused(content, media, findings);
        CheckChannel(channel, content, findings);
        return findings.All;
    }

    private static void CheckType(PostContent content, IReadOnlyList<MediaAsset> media, NetworkFindings findings)
    {
        if (content.Type is PostType.Story)
        {
            findings.Error("type", "type.story", "Threads has no stories: make it a post.", "post, reel", "story");
        }
        else if (content.Type is PostType.Reel && media is not [{ Kind: MediaKind.Video }])
        {
            findings.Error(
                "media",
                "type.reel",
                "A reel is one video: choose one, or make it a post.",
                "1 video",
                $"{media.Count} media"
            );
        }
        else if (content.Type is PostType.Reel)
        {
            findings.Warn("type", "type.reel", "Threads has no reels: it goes out as a post with a video.");
        }
    }

    private static void CheckThread(PublishDraft draft, NetworkFindings findings)
    {
        var parts = draft.Content.Thread ?? [];
        for (var i = 0; i < parts.Count; i++)
        {
            var media = parts[i].Media ?? [];
            var assets = media.Select(medium => draft.Extras.GetValueOrDefault(medium.MediaId)).OfType<MediaAsset>().ToList();
            var place = new PiecePlace($"thread[{i}].");
            if (assets.Count != media.Count)
            {
                findings.Error(
                    place.Field("media"),
                    "thread.media",
                    "A file of this part is gone: choose another one.",
                    source: Replies
                );
                continue;
            }

            PieceRules.Check(place, parts[i].Text, media, assets, link: null, findings);
        }
    }

    /// <summary>What Threads has no use for.</summary>
    private static void CheckUnused(PostContent content, IReadOnlyList<MediaAsset> media, NetworkFindings findings)
    {
        if (content.Title is { Length: > 0 })
        {
            findings.Warn("title", "title.unused", "Threads has no titles: it is left out there.");
        }

        if (content.Cover is not null)
        {
            findings.Warn("cover", "cover.unused", "Threads chooses a video's cover itself: this one is left out there.");
        }

        if (content.Subtitles is { Count: > 0 })
        {
            findings.Warn("subtitles", "subtitles.unused", "Threads takes no subtitle files: they are left out there.");
        }

        if (content.Link is { Length: > 0 } && media.Count > 0)
        {
            findings.Warn(
                "link",
                "link.text-only",
                "Only text posts show a link card: with media the link is left out. Write it into the text to keep it.",
                "text posts"
            );
        }
    }

    private static void CheckChannel(Channel channel, PostContent content, NetworkFindings findings)
    {
        if (channel.Login is not ThreadsLogin.Name)
        {
            findings.Error(
                "channel",
                "login",
                "The channel has no login that Threads knows: connect it again.",
                ThreadsLogin.Name,
                channel.Login
            );
        }

        if (channel.Scopes.Count > 0 && !channel.Scopes.Contains("threads_content_publish"))
        {
            findings.Error(
                "channel",
                "scope",
                "The permission to publish is missing: connect the channel again and grant it.",
                "threads_content_publish",
                source: "Threads API: Get Access Tokens"
            );
        }

        // Of a channel that was connected with a token not all scopes are known: only a declined one is surely missing.
        if (
            ThreadsPostOptions.Read(content.Options).LocationId is not null
            && (channel.GrantId is null ? channel.DeclinedScopes.Contains(Places) : !channel.Scopes.Contains(Places))
        )
        {
            findings.Error(
                "channel",
                "scope",
                "The permission to tag places is missing: connect the channel again and grant it.",
                Places,
                "not granted",
                "Threads API: Location Tagging"
            );
        }
    }
}
