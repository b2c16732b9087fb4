using Atlas.Core.Channels;

namespace Atlas.Core.Platforms;

/// <summary>Reads whose account a token opens, so that a channel can be connected by a token that a person already has.</summary>
public interface IPlatformAccounts
{
    Platform Platform { get; }

    /// <param name="login">As <see cref="Channel.Login"/>.</param>
    /// <param name="accountId">The account to connect where the token can open several; null to take the token's own.</param>
    Task<AccountAnswer> ReadAccountAsync(string login, Secret token, string? accountId, CancellationToken cancellationToken);
}

public abstract record AccountAnswer
{
    private AccountAnswer() { }

    /// <param name="AccountId">The network's id, as <see cref="Channel.AccountId"/> keeps it.</param>
    /// <param name="Scopes">What the token was seen to be allowed. Not all that it is: most tokens cannot be asked.</param>
    public sealed record Account(string AccountId, string Name, string? Handle, string? AvatarUrl, IReadOnlyList<string> Scopes)
        : AccountAnswer
    {
        /// <summary>What the network itself has counted, where it was asked on the way.</summary>
        public IReadOnlyList<NetworkQuota> Quotas { get; init; } = [];
    }

    /// <summary>The network refuses the token, or the account is of a kind that cannot be published to.</summary>
    public sealed record Refused(PlatformProblem Problem) : AccountAnswer;

    /// <summary>The network could not be asked.</summary>
    public sealed record Unavailable(PlatformProblem Problem) : AccountAnswer;
}

/// <param name="Quota">As <see cref="QuotaBudget.Quota"/>.</param>
public sealed record NetworkQuota(string Quota, int Used, int Limit);
