using System.Security.Cryptography;
using System.Text;
using Atlas.Sandbox.Instagram;
using Atlas.Sandbox.Meta;

namespace Atlas.Sandbox;

/// <summary>
/// Accounts that every sandbox has. Their ids and tokens are always the same, so that an app that was connected to one stays
/// connected when the sandbox starts again.
/// </summary>
internal static class DemoAccounts
{
    public static void Seed(World world)
    {
        var owner = world.Instagram.AddUser("Mara Lindholm", "122000000000000001");
        var login = world.Tokens.Grant(owner.Id, MetaApps.Facebook, InstagramDirectory.FacebookScopes);
        world.Tokens.Issue(TokenKind.User, login, owner.Id, TokenBook.LongLife, isLongLived: true, Fixed("EAA", owner.Id));
        owner.Add(new FacebookAdAccount("act_330000000000000001", "Harbour Bakery Ads", "EUR", Status: 1));
        owner.Add(new FacebookAdAccount("act_330000000000000002", "Old Harbour Ads", "EUR", Status: 101));
        Add(
            world,
            login,
            owner,
            1,
            "harbour.bakery",
            "Harbour Bakery",
            "Sourdough, rye and cardamom knots. Open from 6 until we run out."
        );
        Add(
            world,
            login,
            owner,
            2,
            "northlight.studio",
            "Northlight Studio",
            "Light, paper, print. A small design studio by the sea."
        );
        Add(world, login, owner, 3, "fjord.coffee", "Fjord Coffee", "Roasted on Tuesdays. Poured all week.");
    }

    /// <summary>The token of a demo account that is the same in every run; null for other accounts.</summary>
    public static AccessToken? TokenOf(World world, InstagramAccount account, string login) =>
        login switch
        {
            "facebook" when account.Page is { } page => world.Tokens.Find(Fixed("EAA", page.Owner.Id)),
            "instagram" => world.Tokens.Find(Fixed("IGAA", account.Id)),
            _ => null,
        };

    private static void Add(
        World world,
        LoginGrant login,
        FacebookUser owner,
        int number,
        string username,
        string name,
        string biography
    )
    {
        var account = new InstagramAccount($"1784140000000000{number}", $"2600000000000000{number}", username)
        {
            Name = name,
            Biography = biography,
            Website = $"https://{username}.example",
            Followers = 900 + (number * 731),
            Follows = 120 + (number * 37),
        };
        var pageId = $"61000000000000{number}";
        world.Instagram.Add(owner, account, pageId);
        account.Page?.Keep(
            world.Tokens.Issue(TokenKind.Page, login, pageId, life: null, isLongLived: true, Fixed("EAA", pageId))
        );

        var instagram = world.Tokens.Grant(account.Id, MetaApps.Instagram, InstagramDirectory.InstagramScopes);
        world.Tokens.Issue(
            TokenKind.InstagramUser,
            instagram,
            account.Id,
            TokenBook.LongLife,
            isLongLived: true,
            Fixed("IGAA", account.Id)
        );
    }

    private static string Fixed(string start, string id) =>
        start + Convert.ToHexString(SHA512.HashData(Encoding.ASCII.GetBytes("demo token of " + id)))[..100];
}
