using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;
using Atlas.Platforms.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Atlas.Platforms.X;

public static class XRegistration
{
    /// <summary>Adds X's publisher, login and account reader, with settings from <c>Platforms:X</c>.</summary>
    public static IServiceCollection AddX(this IServiceCollection services)
    {
        services.AddOptions<XOptions>().BindConfiguration(XOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(_ => PlatformTransport.Create());
        services.TryAddSingleton<PlatformHttp>();
        services.TryAddSingleton<XApi>();
        services.TryAddSingleton<XAnswers>();
        services.TryAddSingleton<XUploads>();
        services.TryAddSingleton<XFinder>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPlatformPublisher, XPublisher>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPlatformLogin, XLogin>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPlatformAccounts, XAccounts>());
        return services;
    }
}
