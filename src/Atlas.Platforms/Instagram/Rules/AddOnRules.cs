using Atlas.Core.Channels;
using Atlas.Core.Media;
using Atlas.Core.Posts;
using Atlas.Platforms.Rules;

namespace Atlas.Platforms.Instagram.Rules;

/// <summary>Polls, comment prompts and products: what Instagram offers with Facebook Login only.</summary>
internal static class AddOnRules
{
    public static readonly string[] ShoppingScopes = ["instagram_shopping_tag_products", "catalog_management"];

    private const string Changes = "Instagram Platform: Changelog (2026-09-28)";
    private const string Products = "Instagram Platform: Product Tagging";
    private const string Uploads = "Instagram Platform: Resumable Uploads";

    /// <summary>From other clients' experience: the pages at hand give no number.</summary>
    private const int UsualProducts = 5;

    public static void Check(InstagramPostOptions options, InstagramFormat format, NetworkFindings findings)
    {
        if (options.Poll.Count is 1 or > 4)
        {
            findings.Error(
                "options.poll",
                "options.poll",
                "A poll has 2 to 4 choices.",
                "2 to 4",
                $"{options.Poll.Count}",
                Changes
            );
        }

        for (var i = 0; i < options.Poll.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(options.Poll[i]))
            {
                findings.Error($"options.poll[{i}]", "options.poll-choice", "A choice of a poll is empty.", source: Changes);
            }
        }

        if (options.Poll.Count > 0 && options.CommentPrompt is true)
        {
            findings.Error(
                "options.commentPrompt",
                "options.add-on",
                "A post has a poll or a question for the comments: remove one of them.",
                source: Changes
            );
        }

        if (options.HasAddOn && format is InstagramFormat.Story)
        {
            findings.Error(
                options.Poll.Count > 0 ? "options.poll" : "options.commentPrompt",
                "options.add-on",
                "Stories have no polls and questions through the interface: make it a post or a reel.",
                source: Changes
            );
        }

        if (options.PollWithoutEnd is true && options.Poll.Count == 0)
        {
            findings.Warn("options.pollWithoutEnd", "options.unused", "There is no poll that could stay open: it is left out.");
        }
    }

    public static void CheckProducts(PostContent content, IReadOnlyList<MediaAsset> media, NetworkFindings findings)
    {
        var tags = InstagramPostOptions.Read(content.Options).ProductTags;
        if (tags.Count == 0)
        {
            return;
        }

        if (content.Type is PostType.Story)
        {
            findings.Error(
                "options.productTags",
                "products.story",
                "Stories take no products through the interface: make it a post or a reel.",
                source: Products
            );
            return;
        }

        for (var i = 0; i < tags.Count; i++)
        {
            CheckProduct($"options.productTags[{i}]", tags[i], media, findings);
        }

        if (tags.CountBy(tag => tag.Media).Any(medium => medium.Value > UsualProducts))
        {
            findings.Warn(
                "options.productTags",
                "products.count",
                "Instagram may take fewer products in one medium.",
                $"{UsualProducts} products",
                $"{tags.CountBy(tag => tag.Media).Max(medium => medium.Value)}",
                Products
            );
        }
    }

    /// <summary>What the channel's login and permissions let the options do.</summary>
    public static void CheckChannel(PostContent content, Channel channel, NetworkFindings findings)
    {
        var options = InstagramPostOptions.Read(content.Options);
        if (channel.Login is "instagram")
        {
            foreach (
                var (field, isSet, source) in (ReadOnlySpan<(string, bool, string)>)
                    [
                        ("poll", options.Poll.Count > 0, Changes),
                        ("commentPrompt", options.CommentPrompt is true, Changes),
                        ("productTags", options.ProductTags.Count > 0, Products),
                        ("upload", options.Upload is "file", Uploads),
                    ]
            )
            {
                if (isSet)
                {
                    findings.Error(
                        $"options.{field}",
                        "options.login",
                        "Instagram offers this to accounts that are connected by Facebook Login only: connect the account by it, or remove the option.",
                        "facebook",
                        channel.Login,
                        source
                    );
                }
            }

            return;
        }

        if (options.ProductTags.Count == 0)
        {
            return;
        }

        foreach (var scope in ShoppingScopes)
        {
            // Of a channel that was connected with a token not all scopes are known: only a declined one is surely missing.
            if (channel.GrantId is null ? channel.DeclinedScopes.Contains(scope) : !channel.Scopes.Contains(scope))
            {
                findings.Error(
                    "channel",
                    "scope",
                    "The permission to tag products is missing: connect the channel again and grant it.",
                    scope,
                    "not granted",
                    "Permissions Reference"
                );
            }
        }
    }

    private static void CheckProduct(
        string field,
        InstagramProductTag tag,
        IReadOnlyList<MediaAsset> media,
        NetworkFindings findings
    )
    {
        if (tag.Media >= media.Count)
        {
            findings.Error(
                $"{field}.media",
                "products.media",
                "There is no such medium in the post.",
                $"0 to {media.Count - 1}",
                $"{tag.Media}",
                Products
            );
        }
        else if (media[tag.Media].Kind is MediaKind.Video)
        {
            if (tag is not { X: null, Y: null })
            {
                findings.Warn(
                    field,
                    "products.position",
                    "A product in a video has no position: it is left out.",
                    source: Products
                );
            }
        }
        else if (tag is not { X: >= 0 and <= 1, Y: >= 0 and <= 1 })
        {
            findings.Error(
                field,
                "products.position",
                "A product in an image needs a position: give x and y.",
                "x and y from 0 to 1",
                tag.X is null || tag.Y is null ? "none" : $"x {tag.X}, y {tag.Y}",
                Products
            );
        }
    }
}
