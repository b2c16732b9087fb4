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
        Add(
            world,
            owner,
            1,
            "harbour.bakery",
            "Harbour Bakery",
            "Sourdough, rye and cardamom knots. Open from 6 until we run out."
        );
        Add(world, owner, 2, "northlight.studio", "Northlight Studio", "Light, paper, print. A small design studio by the sea.");
        Add(world, owner, 3, "fjord.coffee", "Fjord Coffee", "Roasted on Tuesdays. Poured all week.");
    }

    private static void Add(World world, FacebookUser owner, int number, string username, string name, string biography)
    {
        var account = new InstagramAccount($"1784140000000000{number}", $"2600000000000000{number}", username)
        {
            Name = name,
            Biography = biography,
            Website = $"https://{username}.example",
            Followers = 900 + (number * 731),
            Follows = 120 + (number * 37),
        };
        world.Instagram.Add(owner, account, $"61000000000000{number}");

        var facebook = world.Tokens.Grant(owner.Id, MetaApps.Facebook, InstagramDirectory.FacebookScopes);
        if (number is 1)
        {
            world.Tokens.Issue(TokenKind.User, facebook, owner.Id, TokenBook.LongLife, isLongLived: true, Fixed("EAA", owner.Id));
        }

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
