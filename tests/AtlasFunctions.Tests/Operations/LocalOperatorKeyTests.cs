using Atlas.Core.Channels;
using Atlas.Core.Workspaces;
using Atlas.Functions.Hosting;
using Atlas.Testing;
using Microsoft.Azure.Functions.Worker.Builder;

namespace Atlas.Functions.Tests.Operations;

/// <summary>Which operators' key an app on one machine takes.</summary>
public sealed class LocalOperatorKeyTests : IDisposable
{
    private const string Hash = "Atlas:Operations:KeyHash";
    private readonly TempDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_key_of_the_settings_opens_the_app_as_well_as_the_runtime()
    {
        var builder = Build("--AzureFunctionsLocal:HostKey=my own");

        Assert.Equal(ApiKeySecret.HashOf(new Secret("my own")), builder.Configuration[Hash]);
        Assert.False(File.Exists(Path.Combine(_folder.Path, "operator-key")));
    }

    [Theory]
    [InlineData("--AzureFunctionsLocal:HostKey=my own")]
    [InlineData("--AzureFunctionsLocal:HostKey=")]
    public void A_hash_of_another_key_is_refused_at_the_start(string hostKey)
    {
        var other = ApiKeySecret.HashOf(new Secret("another"));

        var refused = Assert.Throws<InvalidOperationException>(() => Build(hostKey, $"--{Hash}={other}"));
        Assert.Contains("AzureFunctionsLocal:HostKey", refused.Message);
        Assert.DoesNotContain("my own", refused.Message);
    }

    private FunctionsApplicationBuilder Build(params string[] settings)
    {
        var builder = FunctionsApplication.CreateBuilder([$"--Atlas:LocalRuntime:DataDirectory={_folder.Path}", .. settings]);
        LocalHosting.Configure(builder);
        return builder;
    }
}
