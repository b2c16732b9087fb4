using Atlas.Core.Channels;
using Atlas.Core.Storage;

namespace Atlas.Core.Tests.Operations;

internal sealed class MemoryVault : ITokenVault
{
    private readonly Dictionary<string, Secret> _secrets = [];

    public IReadOnlyCollection<string> Names => _secrets.Keys;

    public bool Away { get; set; }

    public Task SetAsync(string name, Secret value, CancellationToken cancellationToken)
    {
        _secrets[name] = value;
        return Task.CompletedTask;
    }

    public Task<Secret?> GetAsync(string name, CancellationToken cancellationToken) =>
        Away
            ? throw new StorageUnavailableException("The vault is away.", null, null)
            : Task.FromResult(_secrets.GetValueOrDefault(name));

    public Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        _secrets.Remove(name);
        return Task.CompletedTask;
    }
}
