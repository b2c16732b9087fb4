namespace Atlas.Sandbox.Meta;

/// <summary>A business portfolio: Pages that it owns, Pages that clients share with it, and the people who work in it.</summary>
internal sealed class FacebookBusiness(string id, string name) : GraphNode(id)
{
    private volatile FacebookPage[] _owned = [];
    private volatile FacebookPage[] _clients = [];
    private volatile FacebookUser[] _people = [];

    public string Name => name;

    public IReadOnlyList<FacebookPage> OwnedPages => _owned;

    public IReadOnlyList<FacebookPage> ClientPages => _clients;

    public override string TypeName => "Business";

    public override string? AccountId => null;

    public void AddOwned(FacebookPage page)
    {
        page.Share(this);
        _owned = [.. _owned, page];
    }

    public void AddClient(FacebookPage page)
    {
        page.Share(this);
        _clients = [.. _clients, page];
    }

    public void Add(FacebookUser person)
    {
        person.Join(this);
        _people = [.. _people, person];
    }

    public bool Employs(string userId) => _people.Any(person => person.Id == userId);

    public override bool IsVisibleTo(AccessToken token) => token.Kind is TokenKind.User && Employs(token.OwnerId);

    public override GraphOperation? Find(string method, string edge) =>
        (method, edge) switch
        {
            ("GET", "") => BusinessOperations.Read,
            ("GET", "owned_pages") => BusinessOperations.ListOwned,
            ("GET", "client_pages") => BusinessOperations.ListClients,
            _ => null,
        };
}
