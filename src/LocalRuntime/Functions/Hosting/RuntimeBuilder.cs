using Atlas.LocalRuntime.DurableTask;
using Atlas.LocalRuntime.Functions.Configuration;
using Atlas.LocalRuntime.Functions.Discovery;
using Atlas.LocalRuntime.Functions.Durable;
using Atlas.LocalRuntime.Functions.Http;
using Atlas.LocalRuntime.Functions.Invocation;
using Atlas.LocalRuntime.Functions.ServiceBus;
using Atlas.LocalRuntime.Functions.Timers;
using Atlas.LocalRuntime.ServiceBus;
using Azure.Core.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Atlas.LocalRuntime.Functions.Hosting;

/// <summary>Puts the host together: what was found in code, what host.json says, and the services behind both.</summary>
internal static class RuntimeBuilder
{
    public static IHost Build(
        WebApplicationBuilder web,
        LocalRuntimeOptions options,
        string appDirectory,
        bool answersHttp,
        IReadOnlyList<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware
    )
    {
        var hostJson = Path.Combine(appDirectory, "host.json");
        var settings = new HostSettings(File.Exists(hostJson) ? hostJson : null, web.Configuration);
        var functions = FunctionDiscovery
            .Find(options.FunctionTypes ?? FunctionDiscovery.TypesOf(EntryAssembly()))
            .Where(function => !settings.IsDisabled(function.Name))
            .ToArray();
        if (!answersHttp && functions.FirstOrDefault(function => function.Trigger is HttpFunctionTrigger) is { } http)
        {
            throw new InvalidOperationException(
                $"Function '{http.Name}' takes HTTP requests: call ConfigureFunctionsWebApplication() on the builder."
            );
        }

        AddServices(web.Services, settings, functions, options, middleware);
        WebHosting.Configure(web, options);

        var app = web.Build();
        if (answersHttp)
        {
            app.UseForwardedHeaders();
        }

        _ = app.Services.GetRequiredService<RouteTable>(); // a bad route, schedule or setting is told now, not later
        _ = app.Services.GetRequiredService<RuntimeService>();
        app.Run(app.Services.GetRequiredService<HttpFunctions>().HandleAsync);
        return app;
    }

    private static void AddServices(
        IServiceCollection services,
        HostSettings settings,
        IReadOnlyList<DiscoveredFunction> functions,
        LocalRuntimeOptions options,
        IReadOnlyList<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware
    )
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IWorkScheduler>(provider =>
        {
            var logger = provider.GetRequiredService<ILoggerFactory>().CreateLogger<IWorkScheduler>();
            return new ThreadPoolScheduler(fault => RuntimeLog.WorkFaulted(logger, fault));
        });
        services.AddSingleton<DataDirectory>();
        services.AddSingleton(settings);
        services.AddSingleton(functions);
        services.AddSingleton<InvocationLog>();
        services.AddSingleton(provider => new InvocationPipeline(
            provider,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IOptions<WorkerOptions>>().Value.Serializer
                ?? new JsonObjectSerializer(new() { PropertyNameCaseInsensitive = true }),
            options.DurableJson ?? DurableRegistration.DefaultJson,
            middleware
        ));
        services.AddSingleton(provider => new RouteTable(functions, settings.RoutePrefix, provider));
        services.AddSingleton(provider => new HostKeys(
            provider.GetRequiredService<IConfiguration>()[AppConfiguration.HostKeySetting]
        ));
        services.AddSingleton<HttpFunctions>();
        services.AddSingleton<BackgroundRuns>();
        services.AddSingleton(provider => new TimerStatusStore(
            provider.GetRequiredService<DataDirectory>().File("host.db"),
            provider.GetRequiredService<IWorkScheduler>()
        ));
        services.AddSingleton(provider => DurableRegistration.CreateHub(provider, functions, options));
        services.TryAddSingleton(provider => CreateBroker(provider, options));
        services.AddSingleton(provider => new RuntimeService(
            [.. Parts(functions, provider)],
            provider.GetRequiredService<ILogger<RuntimeService>>()
        ));
        services.AddSingleton<IRuntimeHealth>(provider => provider.GetRequiredService<RuntimeService>());
        services.AddHostedService(provider => provider.GetRequiredService<RuntimeService>());
        if (functions.Any(function => MethodCallCompiler.ResultType(function.Method).IsAssignableTo(typeof(IActionResult))))
        {
            services.AddMvcCore(); // the executors of action results; most programs return IResult and go without
        }
    }

    private static IEnumerable<RuntimePart> Parts(IReadOnlyList<DiscoveredFunction> functions, IServiceProvider services)
    {
        if (functions.Any(DurableRegistration.Concerns))
        {
            yield return new DurableHubPart(
                services.GetRequiredService<DurableTaskHub>(),
                services.GetRequiredService<TimeProvider>()
            );
        }

        if (functions.Any(function => function.Trigger is ServiceBusFunctionTrigger))
        {
            _ = services.GetRequiredService<LocalServiceBus>(); // the clients find it by name
        }

        foreach (var pump in QueuePumps.Of(functions, services))
        {
            yield return pump;
        }

        foreach (var timer in FunctionTimers.Of(functions, services))
        {
            yield return timer;
        }
    }

    private static LocalServiceBus CreateBroker(IServiceProvider services, LocalRuntimeOptions options)
    {
        var broker = new LocalServiceBusOptions
        {
            DatabasePath = services.GetRequiredService<DataDirectory>().File("messages.db"),
        };
        return new LocalServiceBus(
            options.ServiceBus?.Invoke(broker) ?? broker,
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<IWorkScheduler>(),
            services.GetRequiredService<ILoggerFactory>()
        );
    }

    private static System.Reflection.Assembly EntryAssembly() =>
        System.Reflection.Assembly.GetEntryAssembly()
        ?? throw new InvalidOperationException("There is no entry assembly: name the function types in the options.");
}
