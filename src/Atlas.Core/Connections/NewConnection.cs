using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;

namespace Atlas.Core.Connections;

/// <summary>An account that is to be connected, with the tokens to keep for it.</summary>
internal sealed record NewConnection(
    Platform Platform,
    string AccountId,
    string Login,
    string Name,
    string? Handle,
    string? AvatarUrl,
    IReadOnlyList<string> Scopes,
    TokenSet Tokens
)
{
    public string? Kind { get; init; }

    public string? Server { get; init; }

    public string? AppClientId { get; init; }

    public string? PersonId { get; init; }

    public string? GrantId { get; init; }

    public IReadOnlyList<string> Declined { get; init; } = [];

    /// <summary>The one that was chosen.</summary>
    public AdAccount? AdAccount { get; init; }

    /// <summary>All that the grant opens: one that the channel had stays where it is among them.</summary>
    public IReadOnlyList<AdAccount> AdAccounts { get; init; } = [];
}
