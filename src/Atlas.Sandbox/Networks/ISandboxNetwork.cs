using Atlas.Sandbox.Control;

namespace Atlas.Sandbox.Networks;

/// <summary>A simulated network as the control API and the feed pages see it.</summary>
internal interface ISandboxNetwork
{
    /// <summary>Lower-case, such as <c>tiktok</c>: the platform of effects and accounts, and the first part of feed addresses.</summary>
    string Platform { get; }

    /// <summary>As people write it.</summary>
    string Title { get; }

    IEnumerable<AppAnswer> Apps(World world);

    IEnumerable<AccountAnswer> Accounts(World world);

    IEnumerable<AccountCard> Cards(World world);

    /// <summary>Makes the accounts that every new world has.</summary>
    void Seed(World world);

    NewAccounts Create(World world, CreateAccounts request);

    /// <summary>A way into an account; null when the account or the kind of login doesn't exist.</summary>
    AccountAnswer? Mint(World world, MintToken request);

    /// <summary>How many logins ended; null when there is no such account.</summary>
    int? End(World world, EndTokens request);

    /// <summary>The id of a comment that a visitor wrote; null when there is no such post or parent.</summary>
    string? Comment(World world, VisitorComment request);
}

/// <summary>A network that answers on hosts of its own.</summary>
internal interface IHostedNetwork : ISandboxNetwork
{
    /// <summary>Names that stand first in the path: <c>open.tiktokapis.com</c> is served under <c>/open.tiktokapis.com/…</c>.</summary>
    IReadOnlyList<string> Hosts { get; }

    Task HandleAsync(World world, HttpContext http);
}

/// <param name="Accounts">Those made, each with a way in.</param>
/// <param name="Problem">Why none were made.</param>
internal sealed record NewAccounts(IReadOnlyList<AccountAnswer> Accounts, string? Problem = null)
{
    public static NewAccounts Refused(string problem) => new([], problem);
}

/// <summary>An account's line on the index page.</summary>
internal sealed record AccountCard(string Platform, string Username, string Name, int Posts)
{
    public string Path => $"/{Platform}/{Uri.EscapeDataString(Username)}";
}
