using Atlas.LocalRuntime.Functions.Configuration;
using Atlas.LocalRuntime.Functions.Discovery;
using Atlas.LocalRuntime.Functions.Invocation;
using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Atlas.LocalRuntime.Functions.ServiceBus;

internal static class QueuePumps
{
    private const string DefaultConnection = "AzureWebJobsServiceBus";

    public static IEnumerable<QueuePump> Of(IReadOnlyList<DiscoveredFunction> functions, IServiceProvider services)
    {
        var app = services.GetRequiredService<IConfiguration>();
        var settings = PumpSettings.Read(services.GetRequiredService<HostSettings>());
        foreach (var function in functions)
        {
            if (function.Trigger is ServiceBusFunctionTrigger { Attribute: var trigger })
            {
                var queue = SettingNames.Resolve(trigger.QueueName ?? "", app);
                var client = new ServiceBusClient(ConnectionString(function, trigger.Connection ?? DefaultConnection, app));
                yield return new QueuePump(
                    function,
                    queue,
                    client.CreateReceiver(queue, new ServiceBusReceiverOptions { PrefetchCount = settings.PrefetchCount }),
                    settings,
                    services.GetRequiredService<BackgroundRuns>(),
                    services.GetRequiredService<TimeProvider>(),
                    services.GetRequiredService<IWorkScheduler>(),
                    services.GetRequiredService<ILogger<QueuePump>>()
                );
            }
        }
    }

    // The places where the real host looks for a connection, in its order.
    private static string ConnectionString(DiscoveredFunction function, string name, IConfiguration app) =>
        app.GetConnectionString(name)
        ?? app[$"AzureWebJobs{name}"]
        ?? app[name.Replace("__", ":")]
        ?? throw new InvalidOperationException(
            $"Function '{function.Name}' needs the setting '{name}' with the connection string of its queue."
        );
}
