using System.Collections.Concurrent;
using Atlas.Sandbox.Meta;

namespace Atlas.Sandbox.Instagram;

/// <summary>The accounts by name and the media by shortcode.</summary>
internal sealed class InstagramDirectory(World world)
{
    public const string ShoppingScope = "instagram_shopping_tag_products";

    public static readonly string[] FacebookScopes =
    [
        "public_profile",
        "pages_show_list",
        "pages_read_engagement",
        "pages_manage_posts",
        "pages_manage_engagement",
        "pages_read_user_content",
        "pages_manage_metadata",
        "read_insights",
        "business_management",
        "instagram_basic",
        "instagram_content_publish",
        "instagram_manage_comments",
        "instagram_manage_insights",
        "instagram_manage_contents",
        ShoppingScope,
        "catalog_management",
    ];

    public static readonly string[] InstagramScopes =
    [
        "instagram_business_basic",
        "instagram_business_content_publish",
        "instagram_business_manage_comments",
        "instagram_business_manage_messages",
        "instagram_business_manage_insights",
    ];

    private readonly ConcurrentDictionary<string, InstagramAccount> _accounts = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, InstagramMedia> _media = new();
    private readonly ConcurrentDictionary<string, FacebookUser> _users = new();
    private int _generated;

    public IEnumerable<InstagramAccount> Accounts => _accounts.Values;

    public IEnumerable<FacebookUser> Users => _users.Values;

    public InstagramAccount? ByName(string username) => _accounts.GetValueOrDefault(username);

    public InstagramMedia? ByShortcode(string shortcode) => _media.GetValueOrDefault(shortcode);

    public void Remember(InstagramMedia media) => _media[media.Shortcode] = media;

    public void Forget(InstagramMedia media) => _media.TryRemove(media.Shortcode, out _);

    public string GenerateName() => $"account.{Interlocked.Increment(ref _generated):D4}";

    public FacebookUser AddUser(string name, string? id = null)
    {
        var user = new FacebookUser(id ?? world.Ids.User(), name);
        world.Nodes[user.Id] = user;
        _users[user.Id] = user;
        return user;
    }

    /// <summary>Registers an account with a Page of its owner; null when the name is taken.</summary>
    public InstagramAccount? Add(FacebookUser owner, InstagramAccount account, string pageId)
    {
        if (!_accounts.TryAdd(account.Username, account))
        {
            return null;
        }

        var page = new FacebookPage(pageId, account.Name, owner) { Instagram = account };
        account.Page = page;
        world.Nodes[account.Id] = account;
        world.Nodes[account.ScopedId] = account;
        world.Nodes[page.Id] = page;
        owner.Add(page);
        return account;
    }
}
