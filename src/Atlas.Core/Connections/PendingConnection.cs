using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Connections;

/// <summary>
/// What a person has consented to, until its accounts are chosen. The tokens lie in <see cref="Sealed"/> under a key of their own
/// that only the vault has (many accounts' tokens are more than one secret holds): purging the key ends them.
/// </summary>
[StoredData(
    DataSubject.AccountOwner,
    "To let a person choose which of the accounts that they opened are connected.",
    "30 minutes, or until the choice.",
    "With the choice, or by a timer. The key to its tokens is purged from the vault.",
    Exported = false
)]
public sealed record PendingConnection
{
    public static TimeSpan Lifetime { get; } = TimeSpan.FromMinutes(30);

    public required Id<PendingConnection> Id { get; init; }

    public required Id<Workspace> WorkspaceId { get; init; }

    public required string StartedBy { get; init; }

    public required string Login { get; init; }

    public string? AppClientId { get; init; }

    public string? PersonId { get; init; }

    public required IReadOnlyList<string> Scopes { get; init; }

    public required IReadOnlyList<string> Declined { get; init; }

    public required IReadOnlyList<PendingAccount> Accounts { get; init; }

    public required IReadOnlyList<PendingUnusable> Unusable { get; init; }

    public IReadOnlyList<AdAccount> AdAccounts { get; init; } = [];

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Lower-case hex SHA-256 of what the page's form has to bring; null where there was no page.</summary>
    public string? ChoiceHash { get; init; }

    public required byte[] Sealed { get; init; }

    internal string KeyName => $"pending-{Id}";
}

public sealed record PendingAccount(
    Platform Platform,
    string AccountId,
    string Kind,
    string Name,
    string? Handle,
    string? AvatarUrl,
    string? Parent,
    string? Server
)
{
    /// <summary>How a choice names it: an id alone may be one of two networks'.</summary>
    internal string Key => $"{Platform.ToName()}:{AccountId}";
}

public sealed record PendingUnusable(
    Platform Platform,
    string Name,
    string Code,
    string Message,
    string NextStep,
    string? Source
);
