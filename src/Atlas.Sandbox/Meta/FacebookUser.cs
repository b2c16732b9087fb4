namespace Atlas.Sandbox.Meta;

/// <summary>A person with roles on Pages.</summary>
internal sealed class FacebookUser(string id, string name) : GraphNode(id)
{
    private volatile FacebookPage[] _pages = [];
    private volatile FacebookBusiness[] _businesses = [];
    private volatile FacebookAdAccount[] _adAccounts = [];

    public string Name => name;

    /// <summary>In the order in which they were added.</summary>
    public IReadOnlyList<FacebookPage> Pages => _pages;

    public IReadOnlyList<FacebookBusiness> Businesses => _businesses;

    public IReadOnlyList<FacebookAdAccount> AdAccounts => _adAccounts;

    public override string TypeName => "User";

    public override string? AccountId => null;

    /// <summary>Called by the business.</summary>
    internal void Join(FacebookBusiness business) => _businesses = [.. _businesses, business];

    public void Add(FacebookPage page) => _pages = [.. _pages, page];

    public void Add(FacebookAdAccount account) => _adAccounts = [.. _adAccounts, account];

    public override bool IsVisibleTo(AccessToken token) => token.Kind is TokenKind.User && token.OwnerId == Id;

    public override GraphOperation? Find(string method, string edge) =>
        (method, edge) switch
        {
            ("GET", "") => FacebookOperations.ReadUser,
            ("GET", "accounts") => FacebookOperations.ListPages,
            ("GET", "permissions") => FacebookOperations.ListPermissions,
            ("DELETE", "permissions") => FacebookOperations.RevokeAll,
            ("GET", "businesses") => BusinessOperations.List,
            ("GET", "adaccounts") => AdAccountOperations.List,
            ("DELETE", _) when edge.StartsWith("permissions/") => FacebookOperations.RevokeOne,
            _ => null,
        };
}
