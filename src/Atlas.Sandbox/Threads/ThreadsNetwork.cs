using Atlas.Sandbox.Meta;
using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.Threads;

/// <summary>Threads: profiles on the Graph machinery, with an app and a login of their own.</summary>
internal sealed class ThreadsNetwork : DirectoryNetwork, IMetaProduct
{
    public const string Name = "threads";

    public static readonly MetaApp App = new("1200000000000003", "sim_threads_secret_1", "Atlas sandbox app-Threads", Name);

    public override string Platform => Name;

    public override string Title => "Threads";

    public IReadOnlyList<MetaApp> OwnApps => [App];

    public IReadOnlyList<string> KnownScopes => ThreadsScopes.All;

    public IReadOnlyList<RootCall> RootCalls =>
        [
            new(GraphHost.ThreadsWeb, "GET", "oauth/authorize", Consent),
            new(GraphHost.ThreadsWeb, "POST", "oauth/authorize", Consent),
            new(
                GraphHost.ThreadsGraph,
                "POST",
                "oauth/access_token",
                new GraphOperation("threads.token.exchange", ThreadsTokens.ExchangeAsync, [])
            ),
            new(
                GraphHost.ThreadsGraph,
                "GET",
                "access_token",
                new GraphOperation("threads.token.extend", ThreadsTokens.ExtendAsync, [])
            ),
            new(
                GraphHost.ThreadsGraph,
                "GET",
                "refresh_access_token",
                new GraphOperation("threads.token.refresh", ThreadsTokens.RefreshAsync, [])
            ),
            new(
                GraphHost.ThreadsGraph,
                "GET",
                "debug_token",
                new GraphOperation("threads.token.debug", ThreadsTokens.DebugAsync, [])
            ),
        ];

    public IReadOnlyDictionary<GraphHost, ConsentFlow> Consents { get; } =
        new Dictionary<GraphHost, ConsentFlow>
        {
            [GraphHost.ThreadsWeb] = new(
                "Threads",
                Name,
                world =>
                    world
                        .Directory(Name)
                        .Accounts.OrderBy(account => account.Id, StringComparer.Ordinal)
                        .Select(account => (account.Username, $"{account.Name} (@{account.Username})")),
                (world, name) => world.Directory(Name).Find(name)?.Id
            ),
        };

    protected override IReadOnlyList<DeveloperApp> DeveloperApps => [new(App.Id, App.Secret, App.Name)];

    private static GraphOperation Consent { get; } = new("threads.oauth.dialog", ConsentDialog.HandleAsync, []);

    protected override string? Problem(NewAccount wish) =>
        wish.Extra.Keys.FirstOrDefault(key => key is not ("postQuota" or "replyQuota" or "deleteQuota")) is { } unknown
            ? $"A Threads account has no {unknown}: postQuota, replyQuota and deleteQuota can be set."
        : wish.Extra.Values.All(value => int.TryParse(value, out var number) && number > 0) ? null
        : "A quota is a positive number.";

    protected override NetworkAccount Build(World world, NewAccount wish)
    {
        var id = wish.Number is { } number ? $"{27_100_000_000_000_000 + number}" : world.Ids.From(27_200_000_000_000_000);
        var account = new ThreadsAccount(id, wish.Username)
        {
            Name = wish.Name,
            Biography = wish.Biography,
            Website = wish.Website,
            Posts24 = Quota(wish, "postQuota", 250),
            Replies24 = Quota(wish, "replyQuota", 1000),
            Deletions24 = Quota(wish, "deleteQuota", 100),
        };
        world.Nodes[id] = new ThreadsProfile(account);
        return account;
    }

    protected override AccountAccess Open(World world, NetworkAccount account, AccessRequest request)
    {
        var grant = world.Tokens.Grant(account.Id, App, request.Scopes ?? ThreadsScopes.Usual);
        var life = request.Life ?? TokenBook.LongLife;
        var token = world.Tokens.Issue(
            TokenKind.ThreadsUser,
            grant,
            account.Id,
            life,
            isLongLived: true,
            request.IsFixed ? "THAA" + OAuth.OAuthBook.FixedSecret($"threads {account.Id}") : null
        );
        return new AccountAccess(token.Value)
        {
            Login = Name,
            ExpiresAt = token.ExpiresAt,
            Scopes = [.. grant.Scopes.Order(StringComparer.Ordinal)],
        };
    }

    protected override int Close(World world, NetworkAccount account) => world.Tokens.End(account.Id, subcode: 460);

    private static PublishQuota Quota(NewAccount wish, string name, int usual) =>
        new(wish.Extra.TryGetValue(name, out var total) ? int.Parse(total) : usual);
}
