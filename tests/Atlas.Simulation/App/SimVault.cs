using Atlas.Core.Channels;

namespace Atlas.Simulation.App;

/// <summary>The vault as one process reaches it.</summary>
internal sealed class SimVault(Dictionary<string, Secret> secrets, Boundaries boundaries) : ITokenVault
{
    public async Task SetAsync(string name, Secret value, CancellationToken cancellationToken)
    {
        await boundaries.RowsAsync("vault write", cancellationToken);
        secrets[name] = value;
        await boundaries.RowsAsync("vault written", cancellationToken);
    }

    public async Task<Secret?> GetAsync(string name, CancellationToken cancellationToken)
    {
        await boundaries.RowsAsync("vault read", cancellationToken);
        return secrets.GetValueOrDefault(name);
    }

    public async Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        await boundaries.RowsAsync("vault delete", cancellationToken);
        secrets.Remove(name);
    }
}
