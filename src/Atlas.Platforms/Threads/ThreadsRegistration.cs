using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;
using Atlas.Platforms.Http;
using Atlas.Platforms.Meta;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Atlas.Platforms.Threads;

public static class ThreadsRegistration
{
    /// <summary>Adds Threads' publisher, login and accounts, with settings from <c>Platforms:Threads</c>.</summary>
    public static IServiceCollection AddThreads(this IServiceCollection services)
    {
        services
            .AddOptions<ThreadsOptions>()
            .BindConfiguration(ThreadsOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(_ => PlatformTransport.Create());
        services.TryAddSingleton<PlatformHttp>();
        services.TryAddSingleton<GraphClient>();
        services.TryAddSingleton<ThreadsApi>();
        services.TryAddSingleton<ThreadsTokenApi>();
        services.TryAddSingleton(WithVerdicts<ThreadsPolling>);
        services.TryAddSingleton(WithVerdicts<ThreadsSteps>);
        services.TryAddSingleton(WithVerdicts<ThreadsFinder>);
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IPlatformPublisher, ThreadsPublisher>(WithVerdicts<ThreadsPublisher>)
        );
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPlatformAccounts, ThreadsAccounts>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPlatformLogin, ThreadsLogin>());
        return services;
    }

    /// <summary>Each of Meta's networks has verdicts of its own.</summary>
    private static T WithVerdicts<T>(IServiceProvider provider)
        where T : class =>
        ActivatorUtilities.CreateInstance<T>(
            provider,
            new GraphVerdicts(ThreadsErrors.Product, provider.GetRequiredService<TimeProvider>())
        );
}
