using Atlas.Core.Platforms.Logins;

namespace Atlas.Platforms.LinkedIn;

/// <summary>
/// The one place where LinkedIn's scopes are written down. LinkedIn refuses a whole login that asks for one scope of a product
/// which the developer app has not, so each product has its own list.
/// </summary>
internal static class LinkedInScopes
{
    private const string Publishing = "Publishing";
    private const string Pages = "Publishing to pages";
    private const string Comments = "Comments";
    private const string Insights = "Insights";

    private static readonly ScopeUse[] s_share =
    [
        new("openid", "Tell which member connects.", Publishing, Required: true),
        new("profile", "Show the member's name and picture.", Publishing, Required: true),
        new("w_member_social", "Publish, change and delete posts as the member.", Publishing, Required: true),
    ];

    private static readonly ScopeUse[] s_community =
    [
        new("r_basicprofile", "Tell which member connects, with name and picture.", Publishing, Required: true),
        new("w_member_social", "Publish, change and delete posts as the member.", Publishing, Required: false),
        new("w_organization_social", "Publish, change and delete posts as a page.", Pages, Required: false),
        new("r_organization_social", "Look up whether a page's post is live, and read its figures.", Pages, Required: false),
        new("rw_organization_admin", "List the pages that the member manages, with names and logos.", Pages, Required: false),
        new("w_member_social_feed", "Write the first comment as the member.", Comments, Required: false),
        new("w_organization_social_feed", "Write the first comment as a page.", Comments, Required: false),
        new("r_organization_social_feed", "Read comments under a page's posts.", Comments, Required: false),
        new("r_member_postAnalytics", "Read figures of the member's posts.", Insights, Required: false),
    ];

    public static IReadOnlyList<ScopeUse> Of(LinkedInProduct product) =>
        product is LinkedInProduct.CommunityManagement ? s_community : s_share;

    /// <summary>Scopes as LinkedIn writes them: separated by spaces, or by commas.</summary>
    public static IReadOnlyList<string> Split(string? scopes) =>
        (scopes ?? "").Split([' ', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
