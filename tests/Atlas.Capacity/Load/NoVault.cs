using Atlas.Core.Channels;

namespace Atlas.Capacity.Load;

/// <summary>Scheduling asks for no secret.</summary>
internal sealed class NoVault : ITokenVault
{
    public Task SetAsync(string name, Secret value, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Secret?> GetAsync(string name, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task DeleteAsync(string name, CancellationToken cancellationToken) => throw new NotSupportedException();
}
