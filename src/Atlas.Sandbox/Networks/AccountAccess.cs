namespace Atlas.Sandbox.Networks;

/// <summary>A way into an account, as the control API hands it out.</summary>
internal sealed record AccountAccess(string AccessToken)
{
    public string? Login { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }
    public string? RefreshToken { get; init; }
    public DateTimeOffset? RefreshExpiresAt { get; init; }
    public IReadOnlyList<string> Scopes { get; init; } = [];
    public IReadOnlyDictionary<string, string>? Extra { get; init; }
}

/// <param name="Scopes">All that the product needs when null.</param>
/// <param name="Life">The network's own when null.</param>
/// <param name="Login">Where a network knows several kinds of login.</param>
/// <param name="IsFixed">The token is made from the account's id, so that it is the same after a restart.</param>
internal sealed record AccessRequest(
    IReadOnlyList<string>? Scopes = null,
    TimeSpan? Life = null,
    string? Login = null,
    bool IsFixed = false
);

/// <param name="Username">Unique on the network.</param>
/// <param name="Name">As people read it.</param>
/// <param name="Number">For demo accounts 1, 2, 3: the same id in every run is made from it. Null gives a new id.</param>
/// <param name="Extra">What the control call asked for in words of the network's own.</param>
internal sealed record NewAccount(string Username, string Name, int? Number, IReadOnlyDictionary<string, string> Extra)
{
    public string Biography { get; init; } = "";
    public string? Website { get; init; }
}

/// <summary>An app as a network's developer site knows it.</summary>
internal sealed record DeveloperApp(string Id, string Secret, string Name);
