using Atlas.Sandbox.Instagram;

namespace Atlas.Sandbox.Meta;

internal sealed class FacebookPage(string id, string name, FacebookUser owner) : GraphNode(id)
{
    private readonly Lock _lock = new();
    private (LoginGrant Grant, bool Forever, AccessToken Token)? _token;

    public string Name => name;

    public FacebookUser Owner => owner;

    /// <summary>The professional account that is linked to the Page.</summary>
    public InstagramAccount? Instagram { get; set; }

    public override string TypeName => "Page";

    public override string? AccountId => Id;

    public override bool IsVisibleTo(AccessToken token) =>
        token.OwnerId == Id || (token.Kind is TokenKind.User && token.OwnerId == owner.Id);

    /// <summary>Long-lived user tokens give Page tokens without an expiry, short ones pass theirs on.</summary>
    public AccessToken TokenFor(AccessToken user, World world)
    {
        if (user.Kind is TokenKind.Page || user.Login is not { } grant)
        {
            return user;
        }

        lock (_lock)
        {
            if (user.IsLongLived && _token is { Forever: true } known && known.Grant == grant)
            {
                return known.Token;
            }

            var life = user.IsLongLived ? (TimeSpan?)null : user.ExpiresAt - world.Now;
            var token = world.Tokens.Issue(TokenKind.Page, grant, Id, life, user.IsLongLived);
            _token = (grant, user.IsLongLived, token);
            return token;
        }
    }

    public override GraphOperation? Find(string method, string edge) =>
        (method, edge) is ("GET", "") ? FacebookOperations.ReadPage : null;
}
