using Atlas.Core.Channels;
using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Platforms.Rules;

namespace Atlas.Platforms.LinkedIn.Rules;

/// <summary>All that LinkedIn documents about what may be published.</summary>
/// <seealso href="https://learn.microsoft.com/linkedin/marketing/community-management/shares/posts-api"/>
internal static class LinkedInRules
{
    public static IReadOnlyList<Finding> Check(PublishDraft draft)
    {
        var (content, media) = (draft.Content, draft.Media);
        if (media.Count != content.Media.Count)
        {
            throw new ArgumentException("There is one asset for each medium of the content.", nameof(draft));
        }

        var findings = new NetworkFindings("linkedin", LinkedInPages.PostsPage);
        CheckStructure(content, media, findings);
        TextRules.Check(content, findings);
        ArticleRules.Check(draft, findings);
        for (var i = 0; i < media.Count; i++)
        {
            MediaRules.Check($"media[{i}]", content.Media[i], media[i], findings);
        }

        FieldRules.Check(draft, findings);
        PollRules.Check(draft, findings);
        CheckChannel(draft.Channel, content, findings);
        return findings.All;
    }

    private static void CheckStructure(PostContent content, IReadOnlyList<MediaAsset> media, NetworkFindings findings)
    {
        if (content.Type is not PostType.Post)
        {
            findings.Error(
                "type",
                "type",
                "LinkedIn has posts only: make it a post.",
                "post",
                content.Type is PostType.Reel ? "reel" : "story"
            );
        }

        if (media.Count == 0 && content.Text.Length == 0 && content.Link is not { Length: > 0 })
        {
            findings.Error("text", "text.required", "A post has a text, media or a link: add one.");
        }

        var images = media.Count(asset => asset.Kind is MediaKind.Image);
        if (images > LinkedInFormats.MostImages)
        {
            findings.Error(
                "media",
                "images.count",
                "There are too many images: remove some.",
                $"{LinkedInFormats.MostImages} images",
                $"{images}",
                LinkedInPages.MultiImagePage
            );
        }

        if (images < media.Count && media.Count > 1)
        {
            findings.Error(
                "media",
                "media.mixed",
                "A LinkedIn post has one video, or one document, or images: remove the others.",
                $"1 video, 1 document or {LinkedInFormats.MostImages} images",
                $"{media.Count} media"
            );
        }
    }

    private static void CheckChannel(Channel channel, PostContent content, NetworkFindings findings)
    {
        var author = LinkedInAuthor.Of(channel);
        if (channel.Scopes.Count > 0 && !channel.Scopes.Contains(author.WriteScope))
        {
            findings.Error(
                "channel",
                "scope",
                "The channel was connected without the permission to post: connect it again and give it.",
                author.WriteScope
            );
        }

        string[] comments = [author.WriteScope, $"{author.WriteScope}_feed"];
        if (content.FirstComment is { Length: > 0 } && channel.Scopes.Count > 0 && !comments.Any(channel.Scopes.Contains))
        {
            findings.Error(
                "firstComment",
                "comment.scope",
                "The channel was connected without the permission to comment: connect it again and give it.",
                $"{author.WriteScope}_feed",
                source: LinkedInPages.CommentsPage
            );
        }

        var visibility = LinkedInPostOptions.Read(content.Options).Visibility;
        if (author.IsOrganization && visibility == "connections")
        {
            findings.Error(
                "options.visibility",
                "visibility",
                "Only a member has connections: a page's post is public.",
                "public, loggedIn",
                visibility
            );
        }
    }
}
