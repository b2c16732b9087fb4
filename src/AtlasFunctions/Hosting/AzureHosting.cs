using Atlas.Functions.Health;
using Atlas.Storage;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Atlas.Functions.Hosting;

/// <summary>Azure's services around the isolated worker.</summary>
public static class AzureHosting
{
    public static void Configure(FunctionsApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        var options = configuration.GetSection("Atlas:Storage").Get<AzureStorageOptions>() ?? new AzureStorageOptions();

        // The trigger and the sender share one connection, under the name that the trigger gives.
        builder.Services.AddAtlasAzureStorage(
            options with
            {
                ServiceBusNamespace = options.ServiceBusNamespace ?? configuration["ServiceBus:fullyQualifiedNamespace"],
                ServiceBusConnectionString = options.ServiceBusConnectionString ?? configuration["ServiceBus"],
            }
        );
        builder.Services.AddSingleton<IHostHealth, WorkerHealth>();
    }

    /// <summary>The Functions host watches the worker itself: a worker that answers is alive.</summary>
    private sealed class WorkerHealth : IHostHealth
    {
        public HostHealth Report() => new(IsLive: true, IsReady: true, []);
    }
}
