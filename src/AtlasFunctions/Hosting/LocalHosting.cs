using Atlas.Core.Channels;
using Atlas.Core.Publishing;
using Atlas.Core.Workspaces;
using Atlas.Functions.Health;
using Atlas.Functions.Publishing;
using Atlas.LocalRuntime.DurableTask;
using Atlas.LocalRuntime.Functions;
using Atlas.LocalRuntime.ServiceBus;
using Atlas.Storage;
using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Atlas.Functions.Hosting;

/// <summary>Everything in one process and one folder.</summary>
public static class LocalHosting
{
    private const string DataDirectory = "Atlas:LocalRuntime:DataDirectory";
    private const string DefaultDataDirectory = ".atlas";
    private const string HostKey = "AzureFunctionsLocal:HostKey";
    private const string KeyHash = "Atlas:Operations:KeyHash";

    /// <summary><c>azure</c>: rows and media by the adapters for Azure, at what <c>Atlas:Storage</c> names, such as Azurite.</summary>
    private const string Storage = "Atlas:LocalRuntime:Storage";
    private const string AzureStorage = "azure";
    private const string ServiceBus = "ServiceBus";
    private const string LocalServiceBus =
        "Endpoint=sb://atlas.local/;SharedAccessKeyName=local;SharedAccessKey=local;UseDevelopmentEmulator=true";

    /// <summary>Longer than the sweep looks back: an instance that is forgotten earlier would only be started again.</summary>
    private static readonly TimeSpan s_instanceRetention = TimeSpan.FromHours(2);

    public static void Configure(FunctionsApplicationBuilder builder)
    {
        Default(builder.Configuration, ServiceBus, LocalServiceBus);
        Default(builder.Configuration, "TASKHUB_NAME", "atlas");
        var data = Path.GetFullPath(
            builder.Configuration[DataDirectory] is { Length: > 0 } folder ? folder : DefaultDataDirectory
        );
        UseOperatorKey(builder.Configuration, data);
        builder.Services.AddAtlasLocalStorage(new LocalStorageOptions(data));
        if (string.Equals(builder.Configuration[Storage], AzureStorage, StringComparison.OrdinalIgnoreCase))
        {
            builder.Services.AddAtlasAzureRowsAndMedia(
                builder.Configuration.GetSection("Atlas:Storage").Get<AzureStorageOptions>() ?? new AzureStorageOptions()
            );
        }

        builder.Services.AddSingleton(_ => new ServiceBusClient(builder.Configuration[ServiceBus]!));
        builder.Services.AddSingleton<IHostHealth, LocalHostHealth>();

        // Here workspaces take turns in the engine itself, and an instance that sleeps is a row.
        builder.Services.PostConfigure<PublishingOptions>(options => options.StartsPerSweep ??= 20_000);
        var seed = builder.Configuration.GetValue<int?>("Atlas:LocalRuntime:Hostile:Seed");
        builder.ConfigureLocalRuntime(options =>
        {
            options.DurableTask = hub =>
                hub with
                {
                    InstanceRetention = s_instanceRetention,
                    ShareOf = WorkspaceShare.Of,
                    HostileMode = seed is { } seeded ? new HostileOptions { Seed = seeded } : null,
                };
            options.ServiceBus = bus =>
                bus with
                {
                    Hostile = seed is { } seeded ? new HostileBusOptions { Seed = seeded } : null,
                };
        });
    }

    /// <summary>The runtime asks for it as Azure asks for a function key, and the app compares it once more.</summary>
    private static void UseOperatorKey(ConfigurationManager configuration, string data)
    {
        Default(configuration, "Atlas:Operations:SingleProcess", "true");
        var key = configuration[HostKey] is { Length: > 0 } own ? own : LocalOperatorKey.ReadOrMake(data);
        var hash = ApiKeySecret.HashOf(new Secret(key));
        Default(configuration, HostKey, key);
        Default(configuration, KeyHash, hash);
        if (!string.Equals(configuration[KeyHash], hash, StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidOperationException(
                $"{KeyHash} is the hash of another key than the one that the runtime asks for, so no operator would be let in: "
                    + $"leave it out, or set {HostKey} to its key."
            );
        }
    }

    private static void Default(ConfigurationManager configuration, string name, string value)
    {
        if (string.IsNullOrEmpty(configuration[name]))
        {
            configuration.AddInMemoryCollection([new KeyValuePair<string, string?>(name, value)]);
        }
    }
}
