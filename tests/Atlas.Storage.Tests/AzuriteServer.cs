using Atlas.Testing.Azurite;

namespace Atlas.Storage.Tests;

/// <summary>One Azurite for all classes of the collection: it takes seconds to start.</summary>
public sealed class AzuriteServer : IAsyncLifetime
{
    private AzuriteFixture? _azurite;

    public AzuriteFixture Azurite => _azurite ?? throw new InvalidOperationException("Not started.");

    public async Task InitializeAsync() => _azurite = await AzuriteFixture.StartAsync();

    public async Task DisposeAsync()
    {
        if (_azurite is not null)
        {
            await _azurite.DisposeAsync();
        }
    }
}

[CollectionDefinition("Azurite")]
public sealed class AzuriteCollection : ICollectionFixture<AzuriteServer>;
