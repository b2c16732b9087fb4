using Atlas.Core.Channels;
using Atlas.Storage.InMemory;
using Atlas.Testing;
using Microsoft.Extensions.Configuration;

namespace Atlas.Core.Tests.Operations;

public sealed class RotatedAppTests
{
    private readonly FakeClock _clock = new();
    private readonly MemoryVault _vault = new();
    private readonly InMemoryRowStore _rows = new();

    [Fact]
    public async Task A_rotated_secret_counts_in_every_instance_until_the_settings_have_another()
    {
        var (here, there) = (NewInstance("old"), NewInstance("old"));
        Assert.Equal("old", await SecretAsync(there));

        await here.RotateAsync(here.FindOfDeployment("meta")!, new Secret("new"), default);
        Assert.Equal("new", await SecretAsync(here));
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("new", await SecretAsync(there));
        await here.RotateAsync(here.FindOfDeployment("meta")!, new Secret("newer"), default);
        Assert.Equal("newer", await SecretAsync(NewInstance("old")));

        Assert.Equal("of the settings", await SecretAsync(NewInstance("of the settings")));
        Assert.Equal("old", await SecretAsync(NewInstance("old", clientId: "another app")));
        Assert.Single(_vault.Names);
    }

    private PlatformApps NewInstance(string secret, string clientId = "client")
    {
        var settings = new Dictionary<string, string?> { ["Apps:meta:ClientId"] = clientId, ["Apps:meta:ClientSecret"] = secret };
        return new PlatformApps(
            new ConfigurationBuilder().AddInMemoryCollection(settings).Build(),
            new PlatformLogins([]),
            _rows,
            _vault,
            _clock
        );
    }

    private static async Task<string?> SecretAsync(PlatformApps apps) =>
        (await apps.FindCurrentOfDeploymentAsync("meta", default))?.ClientSecret.Reveal();
}
