using Atlas.Core.Channels;
using Atlas.Core.Platforms;

namespace Atlas.Simulation.Networks;

/// <summary>Every token opens the one account that there is.</summary>
internal sealed class SimAccounts(SimPlatform platform) : IPlatformAccounts
{
    public Platform Platform => SimPublisher.PlatformOf(platform.Family);

    public Task<AccountAnswer> ReadAccountAsync(
        string login,
        Secret token,
        string? accountId,
        CancellationToken cancellationToken
    ) =>
        Task.FromResult<AccountAnswer>(
            new AccountAnswer.Account("account", "Account", Handle: null, AvatarUrl: null, Scopes: [])
        );
}
