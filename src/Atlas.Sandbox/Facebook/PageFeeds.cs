using Atlas.Sandbox.Meta;
using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.Facebook;

/// <summary>What a Page's followers see, made when it is first needed.</summary>
internal static class PageFeeds
{
    private static readonly Lock Making = new();

    public static NetworkAccount Of(World world, FacebookPage page)
    {
        if (page.Feed is { } known)
        {
            return known;
        }

        lock (Making)
        {
            if (page.Feed is { } made)
            {
                return made;
            }

            var feed = Make(page, page.Instagram?.Username ?? page.Id);
            world.Directory(FacebookNetwork.Name).Add(feed);
            return feed;
        }
    }

    /// <summary>The caller adds it to the directory.</summary>
    public static NetworkAccount Make(FacebookPage page, string username) =>
        page.Feed = new NetworkAccount(FacebookNetwork.Name, page.Id, username)
        {
            Name = page.Name,
            Label = "Page",
            Biography = page.Instagram?.Biography ?? "",
            Website = page.Instagram?.Website,
        };

    public static FacebookPage PageOf(World world, NetworkAccount account) =>
        world.Nodes.GetValueOrDefault(account.Id) as FacebookPage
        ?? throw new InvalidOperationException($"Account {account.Id} is no Page.");
}
