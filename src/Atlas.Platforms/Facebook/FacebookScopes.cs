using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;

namespace Atlas.Platforms.Facebook;

/// <summary>What Facebook Login is asked for.</summary>
/// <seealso href="https://developers.facebook.com/docs/permissions"/>
internal static class FacebookScopes
{
    public const string Publish = "pages_manage_posts";
    public const string InstagramPublish = "instagram_content_publish";
    public const string AdsRead = "ads_read";

    private static readonly Platform[] s_facebook = [Platform.Facebook];
    private static readonly Platform[] s_instagram = [Platform.Instagram];

    public static readonly IReadOnlyList<ScopeUse> All =
    [
        new("pages_show_list", "Lists the Pages that you manage, so that you can choose.", "Connecting", Required: true),
        new("pages_read_engagement", "Reads your Pages' names, pictures and posts.", "Connecting", Required: true),
        new("business_management", "Finds Pages that a business portfolio holds for you.", "Connecting", Required: false),
        new(Publish, "Publishes, changes and deletes posts on your Pages.", "Publishing", Required: true, s_facebook),
        new(
            "pages_manage_engagement",
            "Writes the first comment under your posts, and answers comments.",
            "Comments",
            Required: false,
            s_facebook
        ),
        new("pages_read_user_content", "Reads what people write under your posts.", "Comments", Required: false, s_facebook),
        new("pages_manage_metadata", "Lets Facebook tell us at once about new comments.", "Comments", Required: false),
        new("read_insights", "Reads how your Pages and posts do.", "Insights", Required: false, s_facebook),
        new("instagram_basic", "Reads your Instagram account's name and media.", "Connecting", Required: true, s_instagram),
        new(InstagramPublish, "Publishes on your Instagram account.", "Publishing", Required: true, s_instagram),
        new(
            "instagram_manage_comments",
            "Writes the first comment under your Instagram posts, and reads and answers comments.",
            "Comments",
            Required: false,
            s_instagram
        ),
        new("instagram_manage_insights", "Reads how your Instagram posts do.", "Insights", Required: false, s_instagram),
        new(
            "instagram_manage_contents",
            "Deletes Instagram posts when you ask for it.",
            "Deleting",
            Required: false,
            s_instagram
        ),
        new(
            "instagram_shopping_tag_products",
            "Shows products of your shop in your Instagram posts.",
            "Shopping",
            Required: false,
            s_instagram
        ),
        new("catalog_management", "Finds the products of your shop's catalogue.", "Shopping", Required: false, s_instagram),
        new(
            AdsRead,
            "Lists your ad accounts, so that you can choose the one that stands beside your Pages.",
            "Ad accounts",
            Required: false,
            Extra: "adAccounts"
        ),
    ];
}
