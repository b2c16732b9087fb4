using Atlas.Sandbox.Instagram;
using Atlas.Sandbox.Meta;
using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.Facebook;

/// <summary>Facebook Pages on the Graph machinery. Every Page has a feed, those that came with an Instagram account too.</summary>
internal sealed class FacebookNetwork : DirectoryNetwork, IMetaProduct
{
    public const string Name = "facebook";

    public override string Platform => Name;

    public override string Title => "Facebook";

    protected override IReadOnlyList<DeveloperApp> DeveloperApps =>
        [new(MetaApps.Facebook.Id, MetaApps.Facebook.Secret, MetaApps.Facebook.Name)];

    /// <summary>The Pages behind the demo accounts of Instagram, whose ids and tokens are always the same.</summary>
    public override void Seed(World world)
    {
        foreach (var page in world.Nodes.Values.OfType<FacebookPage>().OrderBy(page => page.Id, StringComparer.Ordinal))
        {
            PageFeeds.Of(world, page);
        }
    }

    public GraphOperation? FindEdge(GraphNode node, string method, string edge) =>
        node switch
        {
            FacebookPage => PageOperations.OnPage(method, edge),
            InstagramAccount => PageOperations.OnInstagram(method, edge),
            _ => null,
        };

    public GraphOperation? FindUpload(GraphCall call) => VideoBytes.Find(call);

    /// <summary>
    /// Extra <c>business</c> puts the Page into a business portfolio: <c>owned</c> or <c>client</c>, and not into the person's own list.
    /// Extra <c>adAccounts</c> gives the person ad accounts of these states, by Meta's codes with commas between them.
    /// </summary>
    protected override string? Problem(NewAccount wish) =>
        wish.Extra.Any(pair =>
            pair is not { Key: "business", Value: "owned" or "client" }
            && !(pair.Key is "adAccounts" && pair.Value.Split(',').All(code => int.TryParse(code, out _)))
        )
            ? "A Page takes business: owned or client, and adAccounts: codes of states."
            : null;

    protected override NetworkAccount Build(World world, NewAccount wish)
    {
        var owner = world.Instagram.AddUser($"Owner of {wish.Name}");
        var page = new FacebookPage(world.Ids.Page(), wish.Name, owner);
        world.Nodes[page.Id] = page;
        if (wish.Extra.TryGetValue("business", out var kind))
        {
            var business = new FacebookBusiness(world.Ids.From(330_000_000_000_000), $"{wish.Name} Group");
            world.Nodes[business.Id] = business;
            business.Add(owner);
            (kind is "owned" ? (Action<FacebookPage>)business.AddOwned : business.AddClient)(page);
        }
        else
        {
            owner.Add(page);
        }

        foreach (var code in wish.Extra.GetValueOrDefault("adAccounts")?.Split(',') ?? [])
        {
            var id = $"act_{world.Ids.From(340_000_000_000_000)}";
            owner.Add(new FacebookAdAccount(id, $"{wish.Name} Ads {owner.AdAccounts.Count + 1}", "EUR", int.Parse(code)));
        }

        return PageFeeds.Make(page, wish.Username);
    }

    protected override AccountAccess Open(World world, NetworkAccount account, AccessRequest request)
    {
        var page = PageFeeds.PageOf(world, account);
        var grant = world.Tokens.Grant(page.Owner.Id, MetaApps.Facebook, request.Scopes ?? InstagramDirectory.FacebookScopes);
        var life = request.Life ?? TokenBook.LongLife;
        var user = world.Tokens.Issue(TokenKind.User, grant, page.Owner.Id, life, isLongLived: request.Life is null);
        return new AccountAccess(page.TokenFor(user, world).Value)
        {
            Login = Name,
            Scopes = [.. grant.Scopes.Order(StringComparer.Ordinal)],
            Extra = new Dictionary<string, string> { ["userId"] = page.Owner.Id, ["userAccessToken"] = user.Value },
        };
    }

    protected override int Close(World world, NetworkAccount account) =>
        world.Tokens.End(PageFeeds.PageOf(world, account).Owner.Id, subcode: 460);
}
