using Atlas.Core.Channels;
using Atlas.Core.Clocks;
using Atlas.Core.Media;
using Atlas.Core.Messaging;
using Atlas.Core.Storage;
using Atlas.Storage.AzureTables;
using Atlas.Storage.Blobs;
using Atlas.Storage.KeyVault;
using Atlas.Storage.ServiceBus;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Messaging.ServiceBus;
using Azure.Security.KeyVault.Secrets;
using Azure.Storage.Blobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Atlas.Storage;

public static class AzureStorage
{
    // Shorter than the SDK's 100 s: a claim's lease is measured in tens of seconds.
    private static readonly TimeSpan s_networkTimeout = TimeSpan.FromSeconds(15);

    /// <summary>Rows in Table storage, media in blobs, secrets in Key Vault, messages over Service Bus.</summary>
    /// <remarks>A <see cref="TokenCredential"/> or <see cref="TimeProvider"/> that is registered already is used.</remarks>
    /// <exception cref="InvalidOperationException">Settings are missing; the message names them.</exception>
    public static IServiceCollection AddAtlasAzureStorage(this IServiceCollection services, AzureStorageOptions options)
    {
        options.Validate();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<TokenCredential>(_ => new DefaultAzureCredential(
            new DefaultAzureCredentialOptions { ManagedIdentityClientId = options.ManagedIdentityClientId }
        ));
        AddRowsAndMedia(services, options);
        services.AddSingleton<ITokenVault>(s => new KeyVaultTokenVault(
            new SecretClient(options.KeyVaultUri, s.GetRequiredService<TokenCredential>(), KeyVaultRetries.Options()),
            s.GetRequiredService<TimeProvider>()
        ));
        services.TryAddSingleton(s => CreateServiceBus(options, s.GetRequiredService<TokenCredential>()));
        services.AddSingleton<IMessageSender, ServiceBusMessageSender>();
        services.AddSingleton<IDeadLetters, ServiceBusDeadLetters>();
        return services;
    }

    /// <summary>Rows in Table storage and media in blobs; secrets and messages stay where they are.</summary>
    /// <exception cref="InvalidOperationException">Settings are missing; the message names them.</exception>
    public static IServiceCollection AddAtlasAzureRowsAndMedia(this IServiceCollection services, AzureStorageOptions options)
    {
        options.ValidateRowsAndMedia();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<TokenCredential>(_ => new DefaultAzureCredential());
        AddRowsAndMedia(services, options);
        return services;
    }

    private static void AddRowsAndMedia(IServiceCollection services, AzureStorageOptions options)
    {
        services.AddSingleton<IRowStore>(s =>
        {
            var credential = s.GetRequiredService<TokenCredential>();
            return new AzureTableRowStore(
                CreateTable(options, credential, ClockOf(s), retries: 3),
                CreateTable(options, credential, ClockOf(s), retries: 0)
            );
        });
        services.AddSingleton<IMediaStore>(s => new BlobMediaStore(
            CreateBlobs(options, s.GetRequiredService<TokenCredential>()),
            options.MediaContainer,
            s.GetRequiredService<TimeProvider>()
        ));
    }

    private static TableClient CreateTable(
        AzureStorageOptions options,
        TokenCredential credential,
        HttpPipelinePolicy? clock,
        int retries
    )
    {
        var client = new TableClientOptions { Retry = { MaxRetries = retries, NetworkTimeout = s_networkTimeout } };
        if (clock is not null)
        {
            client.AddPolicy(clock, HttpPipelinePosition.PerRetry);
        }

        return options.TableEndpoint is { } endpoint
            ? new TableClient(endpoint, options.TableName, credential, client)
            : new TableClient(options.TableConnectionString, options.TableName, client);
    }

    /// <summary>Rows are asked for all the time: their server's clock is the one that is always at hand.</summary>
    private static ClockPolicy? ClockOf(IServiceProvider services) =>
        services.GetService<ClockWatch>() is { } watch
            ? new ClockPolicy(watch, services.GetRequiredService<TimeProvider>())
            : null;

    private static BlobServiceClient CreateBlobs(AzureStorageOptions options, TokenCredential credential) =>
        options.BlobEndpoint is { } endpoint
            ? new BlobServiceClient(endpoint, credential)
            : new BlobServiceClient(options.BlobConnectionString);

    private static ServiceBusClient CreateServiceBus(AzureStorageOptions options, TokenCredential credential) =>
        options.ServiceBusNamespace is { Length: > 0 } name
            ? new ServiceBusClient(name, credential)
            : new ServiceBusClient(options.ServiceBusConnectionString);
}
