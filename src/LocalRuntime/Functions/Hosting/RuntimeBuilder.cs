using Atlas.LocalRuntime.Functions.Configuration;
using Atlas.LocalRuntime.Functions.Discovery;
using Atlas.LocalRuntime.Functions.Http;
using Atlas.LocalRuntime.Functions.Invocation;
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

        AddServices(web.Services, settings, functions, middleware);
        WebHosting.Configure(web, options);

        var app = web.Build();
        if (answersHttp)
        {
            app.UseForwardedHeaders();
        }

        app.Run(app.Services.GetRequiredService<HttpFunctions>().HandleAsync);
        return app;
    }

    private static void AddServices(
        IServiceCollection services,
        HostSettings settings,
        IReadOnlyList<DiscoveredFunction> functions,
        IReadOnlyList<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware
    )
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IWorkScheduler>(provider =>
        {
            var logger = provider.GetRequiredService<ILoggerFactory>().CreateLogger<IWorkScheduler>();
            return new ThreadPoolScheduler(fault => RuntimeLog.WorkFaulted(logger, fault));
        });
        services.AddSingleton(settings);
        services.AddSingleton(functions);
        services.AddSingleton<InvocationLog>();
        services.AddSingleton(provider => new InvocationPipeline(
            provider,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IOptions<WorkerOptions>>().Value.Serializer
                ?? new JsonObjectSerializer(new() { PropertyNameCaseInsensitive = true }),
            middleware
        ));
        services.AddSingleton(provider => new RouteTable(functions, settings.RoutePrefix, provider));
        services.AddSingleton(provider => new HostKeys(
            provider.GetRequiredService<IConfiguration>()[AppConfiguration.HostKeySetting]
        ));
        services.AddSingleton<HttpFunctions>();
        services.AddSingleton(provider => new RuntimeService([]));
        services.AddSingleton<IRuntimeHealth>(provider => provider.GetRequiredService<RuntimeService>());
        services.AddHostedService(provider => provider.GetRequiredService<RuntimeService>());
        if (functions.Any(function => MethodCallCompiler.ResultType(function.Method).IsAssignableTo(typeof(IActionResult))))
        {
            services.AddMvcCore(); // the executors of action results; most programs return IResult and go without
        }
    }

    private static System.Reflection.Assembly EntryAssembly() =>
        System.Reflection.Assembly.GetEntryAssembly()
        ?? throw new InvalidOperationException("There is no entry assembly: name the function types in the options.");
}
