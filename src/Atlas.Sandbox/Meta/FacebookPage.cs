using Atlas.Sandbox.Instagram;
using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.Meta;

internal sealed class FacebookPage(string id, string name, FacebookUser owner) : GraphNode(id)
{
    private readonly Lock _lock = new();
    private volatile FacebookBusiness[] _businesses = [];
    private AccessToken? _lasting;

    public string Name => name;

    public FacebookUser Owner => owner;

    /// <summary>The professional account that is linked to the Page.</summary>
    public InstagramAccount? Instagram { get; set; }

    /// <summary>What the Page's own followers see; null for a Page that is only a way to Instagram.</summary>
    public NetworkAccount? Feed { get; set; }

    public override string TypeName => "Page";

    public override string? AccountId => Id;

    public override string UsageType => "pages";

    public override GraphError CallLimit => GraphErrors.PageLimit;

    public override bool IsVisibleTo(AccessToken token) =>
        token.OwnerId == Id
        || (
            token.Kind is TokenKind.User
            && (token.OwnerId == owner.Id || _businesses.Any(business => business.Employs(token.OwnerId)))
        );

    /// <summary>Called by the business.</summary>
    internal void Share(FacebookBusiness business) => _businesses = [.. _businesses, business];

    /// <summary>Long-lived user tokens give Page tokens without an expiry, short ones pass theirs on.</summary>
    public AccessToken TokenFor(AccessToken user, World world)
    {
        if (user.Kind is TokenKind.Page || user.Login is not { } grant)
        {
            return user;
        }

        if (!user.IsLongLived)
        {
            return world.Tokens.Issue(TokenKind.Page, grant, Id, user.ExpiresAt - world.Now, isLongLived: false);
        }

        lock (_lock)
        {
            return _lasting is { } known && known.Login == grant
                ? known
                : _lasting = world.Tokens.Issue(TokenKind.Page, grant, Id, life: null, isLongLived: true);
        }
    }

    /// <summary>Sets the token that the Page answers for its login.</summary>
    public void Keep(AccessToken token)
    {
        lock (_lock)
        {
            _lasting = token;
        }
    }

    public override GraphOperation? Find(string method, string edge) =>
        (method, edge) is ("GET", "") ? FacebookOperations.ReadPage : null;
}
