using Atlas.Sandbox.Control;

namespace Atlas.Sandbox.Networks;

/// <summary>A network whose accounts stand in a <see cref="NetworkDirectory"/>. What is left to say is how an account and a token are made.</summary>
internal abstract class DirectoryNetwork : ISandboxNetwork
{
    private const int MostAtOnce = 10_000;

    private static readonly NewAccount[] Brands =
    [
        new("harbour.bakery", "Harbour Bakery", 1, new Dictionary<string, string>())
        {
            Biography = "Sourdough, rye and cardamom knots. Open from 6 until we run out.",
            Website = "https://harbour.bakery.example",
        },
        new("northlight.studio", "Northlight Studio", 2, new Dictionary<string, string>())
        {
            Biography = "Light, paper, print. A small design studio by the sea.",
            Website = "https://northlight.studio.example",
        },
    ];

    public abstract string Platform { get; }

    public abstract string Title { get; }

    protected virtual IReadOnlyList<DeveloperApp> DeveloperApps => [];

    /// <summary>The accounts that every world has.</summary>
    protected virtual IReadOnlyList<NewAccount> Demo => Brands;

    public NetworkDirectory Directory(World world) => world.Directory(Platform);

    public IEnumerable<AppAnswer> Apps(World world) =>
        DeveloperApps.Select(app => new AppAnswer(app.Id, app.Secret, app.Name, Platform) { Platform = Platform });

    public IEnumerable<AccountAnswer> Accounts(World world) =>
        Directory(world).Accounts.OrderBy(account => account.Id, StringComparer.Ordinal).Select(Describe);

    public IEnumerable<AccountCard> Cards(World world) =>
        Directory(world)
            .Accounts.OrderBy(account => account.Id, StringComparer.Ordinal)
            .Select(account => new AccountCard(Platform, account.Username, account.Name, account.PostCount));

    public virtual void Seed(World world)
    {
        foreach (var brand in Demo)
        {
            var account = Build(world, brand);
            Directory(world).Add(account);
            Open(world, account, new AccessRequest(IsFixed: true));
        }
    }

    public NewAccounts Create(World world, CreateAccounts request)
    {
        if (request.Count is < 1 or > MostAtOnce)
        {
            return NewAccounts.Refused($"count is from 1 to {MostAtOnce}.");
        }

        if (request.Username is { } wanted && (request.Count is not 1 || !IsName(wanted)))
        {
            return NewAccounts.Refused("username needs count 1, and has 1 to 80 letters, digits and . _ -");
        }

        var directory = Directory(world);
        var answers = new List<AccountAnswer>(request.Count);
        for (var i = 0; i < request.Count; i++)
        {
            var username = request.Username ?? directory.GenerateName();
            var wish = new NewAccount(
                username,
                request.Name ?? username,
                null,
                request.Extra ?? new Dictionary<string, string>()
            );
            if (Problem(wish) is { } problem)
            {
                return NewAccounts.Refused(problem);
            }

            var account = Build(world, wish);
            if (!directory.Add(account))
            {
                return NewAccounts.Refused("That username is taken.");
            }

            answers.Add(Describe(account, Open(world, account, new AccessRequest(Login: request.Login))));
        }

        return new NewAccounts(answers);
    }

    public AccountAnswer? Mint(World world, MintToken request)
    {
        if (Directory(world).Find(request.Account) is not { } account)
        {
            return null;
        }

        TimeSpan? life = request.ExpiresInSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        return Describe(account, Open(world, account, new AccessRequest(request.Scopes, life, request.Login, request.Demo)));
    }

    public int? End(World world, EndTokens request) =>
        Directory(world).Find(request.Account) is { } account ? Close(world, account) : null;

    public virtual string? Comment(World world, VisitorComment request)
    {
        var post = Directory(world).Post(request.MediaId);
        var isAnswer = request.ParentId is not null;
        if (post is null || (isAnswer && !post.Comments().Any(comment => comment.Id == request.ParentId)))
        {
            return null;
        }

        var comment = new NetworkComment(world.Ids.Comment(), request.Username, request.Text, world.Now, request.ParentId);
        Directory(world).Comment(post, comment, baseUrl: "");
        return comment.Id;
    }

    /// <summary>What is wrong with a wish for an account, or null.</summary>
    protected virtual string? Problem(NewAccount wish) => null;

    /// <summary>Makes an account; the caller adds it to the directory.</summary>
    protected abstract NetworkAccount Build(World world, NewAccount wish);

    /// <summary>Gives out a token. With <see cref="AccessRequest.IsFixed"/> it is the same in every run.</summary>
    protected abstract AccountAccess Open(World world, NetworkAccount account, AccessRequest request);

    /// <summary>Ends all logins of an account; answers how many.</summary>
    protected abstract int Close(World world, NetworkAccount account);

    private AccountAnswer Describe(NetworkAccount account) =>
        new()
        {
            Platform = Platform,
            AccountId = account.Id,
            Username = account.Username,
            Name = account.Name,
            ProfilePath = account.Path,
            Extra = account.Extra,
        };

    private AccountAnswer Describe(NetworkAccount account, AccountAccess access) =>
        Describe(account) with
        {
            Login = access.Login,
            AccessToken = access.AccessToken,
            ExpiresAt = access.ExpiresAt,
            RefreshToken = access.RefreshToken,
            RefreshExpiresAt = access.RefreshExpiresAt,
            Scopes = access.Scopes.Count is 0 ? null : access.Scopes,
            AppId = DeveloperApps is [var app, ..] ? app.Id : null,
            AppSecret = DeveloperApps is [var same, ..] ? same.Secret : null,
            Extra = Merge(account.Extra, access.Extra),
        };

    private static IReadOnlyDictionary<string, string>? Merge(
        IReadOnlyDictionary<string, string>? account,
        IReadOnlyDictionary<string, string>? access
    ) =>
        account is null ? access
        : access is null ? account
        : account.Concat(access).ToDictionary();

    private static bool IsName(string name) =>
        name.Length is >= 1 and <= 80 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');
}
