using System.Collections.Concurrent;
using Atlas.Core.Channels;

namespace Atlas.Capacity.Counting;

internal sealed class CountedVault(Tally tally) : ITokenVault
{
    private readonly ConcurrentDictionary<string, Secret> _secrets = new();

    public Task SetAsync(string name, Secret value, CancellationToken cancellationToken)
    {
        tally.Add(Unit.VaultCalls);
        _secrets[name] = value;
        return Task.CompletedTask;
    }

    public Task<Secret?> GetAsync(string name, CancellationToken cancellationToken)
    {
        tally.Add(Unit.VaultCalls);
        return Task.FromResult(_secrets.GetValueOrDefault(name));
    }

    public Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        tally.Add(Unit.VaultCalls, 2); // deletes and purges
        _secrets.TryRemove(name, out _);
        return Task.CompletedTask;
    }
}
