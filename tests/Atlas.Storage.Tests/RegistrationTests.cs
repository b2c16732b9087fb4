using System.Text;
using Atlas.Core.Channels;
using Atlas.Core.Media;
using Atlas.Core.Messaging;
using Atlas.Core.Storage;
using Atlas.LocalRuntime;
using Atlas.Testing;
using Azure.Core;
using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.DependencyInjection;

namespace Atlas.Storage.Tests;

public sealed class RegistrationTests
{
    private static CancellationToken None => CancellationToken.None;

    [Fact]
    public async Task Local_storage_keeps_everything_under_its_folder_over_a_restart()
    {
        using var folder = new TempDirectory();
        var data = folder["data"];
        await using (var first = BuildLocal(data))
        {
            await first.GetRequiredService<IRowStore>().WriteAsync("p", [RowWrite.Insert("k", "row"u8.ToArray())], None);
            await first.GetRequiredService<IMediaStore>().SaveAsync("a/b.txt", "text/plain", new MemoryStream([1, 2]), None);
            await first.GetRequiredService<ITokenVault>().SetAsync("t", new Secret("token"), None);
        }

        Assert.Equal(
            ["media", "rows.db", "vault.db", "vault.key"],
            Directory.GetFileSystemEntries(data).Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );
        await using var second = BuildLocal(data);
        var row = await second.GetRequiredService<IRowStore>().ReadAsync("p", "k", None);
        Assert.Equal("row", Encoding.UTF8.GetString(row!.Data.Span));
        await using var media = await second.GetRequiredService<IMediaStore>().OpenAsync("a/b.txt", None);
        Assert.Equal(2, media!.Length);
        Assert.Equal("token", (await second.GetRequiredService<ITokenVault>().GetAsync("t", None))!.Reveal());
    }

    [Fact]
    public void Azure_storage_says_which_settings_are_missing_before_anything_is_asked()
    {
        var fault = Assert.Throws<InvalidOperationException>(() =>
            new ServiceCollection().AddAtlasAzureStorage(
                new AzureStorageOptions { BlobEndpoint = new Uri("https://a.blob.core.windows.net"), ServiceBusNamespace = "" }
            )
        );
        Assert.Contains("TableEndpoint or TableConnectionString", fault.Message);
        Assert.Contains("KeyVaultUri", fault.Message);
        Assert.Contains("ServiceBusNamespace or ServiceBusConnectionString", fault.Message);
        Assert.DoesNotContain("BlobEndpoint", fault.Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Azure_storage_is_made_from_endpoints_or_from_connection_strings(bool byIdentity)
    {
        const string account = "AccountName=a;AccountKey=a2V5;EndpointSuffix=core.windows.net;DefaultEndpointsProtocol=https";
        var options = new AzureStorageOptions { KeyVaultUri = new Uri("https://x.vault.azure.net") };
        options = byIdentity
            ? options with
            {
                TableEndpoint = new Uri("https://a.table.core.windows.net"),
                BlobEndpoint = new Uri("https://a.blob.core.windows.net"),
                ServiceBusNamespace = "a.servicebus.windows.net",
            }
            : options with
            {
                TableConnectionString = account,
                BlobConnectionString = account,
                ServiceBusConnectionString = "Endpoint=sb://a.servicebus.windows.net/;SharedAccessKeyName=n;SharedAccessKey=a2V5",
            };
        var services = new ServiceCollection().AddSingleton<TokenCredential>(new KnownToken()).AddAtlasAzureStorage(options);
        await using var provider = services.BuildServiceProvider();

        Assert.NotNull(provider.GetRequiredService<IRowStore>());
        Assert.NotNull(provider.GetRequiredService<ITokenVault>());
        Assert.NotNull(provider.GetRequiredService<IMessageSender>());
        var address = byIdentity
            ? null
            : await provider.GetRequiredService<IMediaStore>().CreateReadUrlAsync("x", DateTimeOffset.UtcNow, None);
        Assert.Equal(byIdentity ? null : "a.blob.core.windows.net", address?.Host);
    }

    private static ServiceProvider BuildLocal(string data) =>
        new ServiceCollection()
            .AddSingleton<IWorkScheduler>(new ThreadPoolScheduler(ex => throw new InvalidOperationException("escaped", ex)))
            .AddSingleton(new ServiceBusClient("Endpoint=sb://nowhere.local/;SharedAccessKeyName=n;SharedAccessKey=a2V5"))
            .AddAtlasLocalStorage(new LocalStorageOptions(data))
            .BuildServiceProvider();
}
