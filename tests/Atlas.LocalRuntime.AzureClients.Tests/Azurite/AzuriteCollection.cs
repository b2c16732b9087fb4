using Atlas.Testing.Azurite;

namespace Atlas.LocalRuntime.AzureClients.Tests.Azurite;

[CollectionDefinition(nameof(AzuriteCollection))]
public sealed class AzuriteCollection : ICollectionFixture<RunningAzurite>;

public sealed class RunningAzurite : IAsyncLifetime
{
    private AzuriteFixture? _azurite;

    public AzuriteFixture Server => _azurite ?? throw new InvalidOperationException("Azurite has not been started.");

    public async Task InitializeAsync() => _azurite = await AzuriteFixture.StartAsync();

    public async Task DisposeAsync()
    {
        if (_azurite is not null)
        {
            await _azurite.DisposeAsync();
        }
    }
}
