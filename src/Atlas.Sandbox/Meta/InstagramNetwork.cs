using Atlas.Sandbox.Control;
using Atlas.Sandbox.Instagram;
using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.Meta;

/// <summary>Instagram for the control API: accounts, and ways into them, without a consent page.</summary>
internal sealed class InstagramNetwork : ISandboxNetwork
{
    private const int MostAtOnce = 10_000;

    public string Platform => "instagram";

    public string Title => "Instagram";

    public IEnumerable<AppAnswer> Apps(World world) =>
        ((MetaApp[])[MetaApps.Facebook, MetaApps.Instagram]).Select(app => new AppAnswer(
            app.Id,
            app.Secret,
            app.Name,
            app.Login
        ));

    public IEnumerable<AccountAnswer> Accounts(World world) =>
        world.Instagram.Accounts.OrderBy(account => account.Id).Select(Describe);

    public IEnumerable<AccountCard> Cards(World world) =>
        world
            .Instagram.Accounts.OrderBy(account => account.Id)
            .Select(account => new AccountCard(Platform, account.Username, account.Name, account.MediaCount));

    public void Seed(World world) => DemoAccounts.Seed(world);

    public NewAccounts Create(World world, CreateAccounts request)
    {
        if (request is not { Login: null or "facebook" or "instagram", Count: >= 1 and <= MostAtOnce, PerUser: >= 1 })
        {
            return NewAccounts.Refused($"login is 'facebook' or 'instagram', count from 1 to {MostAtOnce}, perUser 1 or more.");
        }

        if (request.Username is { } wanted && (request.Count is not 1 || !IsName(wanted)))
        {
            return NewAccounts.Refused("username needs count 1, and has at most 30 letters, digits, dots and underscores.");
        }

        var accounts = new List<AccountAnswer>(request.Count);
        FacebookUser? owner = null;
        AccessToken? token = null;
        for (var i = 0; i < request.Count; i++)
        {
            if (owner is null || i % request.PerUser is 0)
            {
                owner = world.Instagram.AddUser($"Owner {i + 1}");
                token = null;
            }

            if (Add(world, owner, request.Username) is not { } account)
            {
                return NewAccounts.Refused("That username is taken.");
            }

            if (request.Login is not "instagram")
            {
                token ??= Issue(world, owner.Id, TokenKind.User, MetaApps.Facebook, InstagramDirectory.FacebookScopes);
                accounts.Add(WithFacebook(world, account, token));
            }
            else
            {
                accounts.Add(
                    WithInstagram(
                        account,
                        Issue(world, account.Id, TokenKind.InstagramUser, MetaApps.Instagram, InstagramDirectory.InstagramScopes)
                    )
                );
            }
        }

        return new NewAccounts(accounts);
    }

    public AccountAnswer? Mint(World world, MintToken request)
    {
        if (Find(world, request.Account) is not { Page: { } page } account)
        {
            return null;
        }

        if (request.Demo)
        {
            return DemoAccounts.TokenOf(world, account, request.Login ?? "facebook") is not { } token ? null
                : request.Login is null or "facebook" ? WithFacebook(world, account, token)
                : WithInstagram(account, token);
        }

        var life =
            request.ExpiresInSeconds is { } seconds ? TimeSpan.FromSeconds(seconds)
            : request.LongLived ? TokenBook.LongLife
            : TokenBook.ShortLife;
        return request.Login switch
        {
            null or "facebook" => WithFacebook(
                world,
                account,
                world.Tokens.Issue(
                    TokenKind.User,
                    world.Tokens.Grant(page.Owner.Id, MetaApps.Facebook, request.Scopes ?? InstagramDirectory.FacebookScopes),
                    page.Owner.Id,
                    life,
                    request.LongLived
                )
            ),
            "instagram" => WithInstagram(
                account,
                world.Tokens.Issue(
                    TokenKind.InstagramUser,
                    world.Tokens.Grant(account.Id, MetaApps.Instagram, request.Scopes ?? InstagramDirectory.InstagramScopes),
                    account.Id,
                    life,
                    request.LongLived
                )
            ),
            _ => null,
        };
    }

    public int? End(World world, EndTokens request) =>
        Find(world, request.Account) is { Page: { } page } account
            ? world.Tokens.End(account.Id, request.Subcode) + world.Tokens.End(page.Owner.Id, request.Subcode)
            : null;

    public string? Comment(World world, VisitorComment request)
    {
        var parent = request.ParentId is { } id ? world.Nodes.GetValueOrDefault(id) as InstagramComment : null;
        return
            world.Nodes.GetValueOrDefault(request.MediaId) is not InstagramMedia media
            || (request.ParentId is not null && parent?.Media != media)
            ? null
            : CommentChanges.Add(world, media, parent, request.Text, world.Ids.ScopedAccount(), request.Username).Id;
    }

    private static InstagramAccount? Add(World world, FacebookUser owner, string? username)
    {
        var name = username ?? world.Instagram.GenerateName();
        var account = new InstagramAccount(world.Ids.Account(), world.Ids.ScopedAccount(), name) { Name = name };
        return world.Instagram.Add(owner, account, world.Ids.Page());
    }

    private static InstagramAccount? Find(World world, string name) =>
        world.Instagram.ByName(name) ?? world.Nodes.GetValueOrDefault(name) as InstagramAccount;

    private static AccessToken Issue(World world, string ownerId, TokenKind kind, MetaApp app, string[] scopes) =>
        world.Tokens.Issue(kind, world.Tokens.Grant(ownerId, app, scopes), ownerId, TokenBook.LongLife, isLongLived: true);

    private static AccountAnswer Describe(InstagramAccount account) =>
        new()
        {
            AccountId = account.Id,
            Username = account.Username,
            Name = account.Name,
            ScopedId = account.ScopedId,
            PageId = account.Page?.Id,
            UserId = account.Page?.Owner.Id,
            ProfilePath = $"/instagram/{account.Username}",
        };

    private static AccountAnswer WithFacebook(World world, InstagramAccount account, AccessToken token) =>
        WithToken(account, token, "facebook") with
        {
            PageAccessToken = account.Page?.TokenFor(token, world).Value,
        };

    private static AccountAnswer WithInstagram(InstagramAccount account, AccessToken token) =>
        WithToken(account, token, "instagram");

    private static AccountAnswer WithToken(InstagramAccount account, AccessToken token, string login) =>
        Describe(account) with
        {
            Login = login,
            AccessToken = token.Value,
            ExpiresAt = token.ExpiresAt,
            AppId = token.App.Id,
            AppSecret = token.App.Secret,
        };

    private static bool IsName(string name) =>
        name.Length is >= 1 and <= 30 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_');
}
