using Atlas.Sandbox.Meta;
using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.Tests.Meta;

/// <summary>A product on the Graph machinery, made up for tests of its registration points.</summary>
internal sealed class MadeUpProduct : DirectoryNetwork, IMetaProduct
{
    public const string PageId = "619999999999999";
    public static readonly MetaApp App = new("1200000000000009", "made_up_secret", "Made up app", "madeup");
    public static readonly Actor Owner = new("", "", "EAAbusinessowner", "facebook", "", "");

    private static readonly GraphOperation Exchange = new("madeup.oauth.token", ExchangeAsync, ["code", "redirect_uri"]);
    private static readonly GraphOperation SetMood = new(
        "madeup.mood.set",
        call => ValueTask.FromResult(call.AnswerId(call["mood"] ?? "")),
        ["mood"]
    );

    public override string Platform => "madeup";

    public override string Title => "Made up";

    public IReadOnlyList<MetaApp> OwnApps => [App];

    public IReadOnlyList<string> KnownScopes => ["mood_write"];

    public IReadOnlyList<RootCall> RootCalls =>
        [
            new(GraphHost.ThreadsWeb, "GET", "oauth/authorize", new("madeup.oauth.dialog", ConsentDialog.HandleAsync, [])),
            new(GraphHost.ThreadsWeb, "POST", "oauth/authorize", new("madeup.oauth.dialog", ConsentDialog.HandleAsync, [])),
            new(GraphHost.ThreadsGraph, "POST", "oauth/access_token", Exchange),
        ];

    public IReadOnlyDictionary<GraphHost, ConsentFlow> Consents =>
        new Dictionary<GraphHost, ConsentFlow>
        {
            [GraphHost.ThreadsWeb] = new(
                Title,
                App.Login,
                world => Directory(world).Accounts.Select(account => (account.Username, account.Name)),
                (world, name) => Directory(world).Find(name)?.Id
            ),
        };

    public IReadOnlyDictionary<string, PageFieldWriter> PageFields =>
        new Dictionary<string, PageFieldWriter> { ["mood"] = (call, _, asked) => call.Json.WriteString(asked.Name, "calm") };

    public GraphOperation? FindEdge(GraphNode node, string method, string edge) =>
        (node, method, edge) is (FacebookPage, "POST", "moods") ? SetMood : null;

    public override void Seed(World world)
    {
        base.Seed(world);
        var person = world.Instagram.AddUser("Ove Employee");
        var business = new FacebookBusiness("910000000000001", "Bread Group");
        var page = new FacebookPage(PageId, "Bread Group Page", world.Instagram.AddUser("Another owner"));
        world.Nodes[business.Id] = business;
        world.Nodes[page.Id] = page;
        business.Add(person);
        business.AddOwned(page);
        var grant = world.Tokens.Grant(person.Id, MetaApps.Facebook, ["business_management", "pages_show_list"]);
        world.Tokens.Issue(TokenKind.User, grant, person.Id, TokenBook.LongLife, isLongLived: true, Owner.Token);
    }

    protected override NetworkAccount Build(World world, NewAccount wish) =>
        new(Platform, world.Ids.From(1_000), wish.Username) { Name = wish.Name };

    protected override AccountAccess Open(World world, NetworkAccount account, AccessRequest request)
    {
        var grant = world.Tokens.Grant(account.Id, App, KnownScopes);
        return new AccountAccess(world.Tokens.Issue(TokenKind.ThreadsUser, grant, account.Id, null, isLongLived: true).Value);
    }

    protected override int Close(World world, NetworkAccount account) => world.Tokens.End(account.Id, 460);

    private static ValueTask<GraphError?> ExchangeAsync(GraphCall call)
    {
        call.World.Codes.Take(call["code"], App, call["redirect_uri"], call.Now, out var grant);
        return ValueTask.FromResult(
            grant is null
                ? GraphErrors.Invalid("code")
                : call.AnswerId(
                    call.World.Tokens.Issue(TokenKind.ThreadsUser, grant, grant.OwnerId, TokenBook.ShortLife, false).Value
                )
        );
    }
}
