using Atlas.Core.Connections;
using Atlas.Core.Media;
using Microsoft.Extensions.DependencyInjection;

namespace Atlas.Functions.Setup;

internal static class SetupServices
{
    public static IServiceCollection AddSetupChecks(this IServiceCollection services) =>
        services
            .AddSingleton<SetupChecks>()
            .AddSingleton<MediaProbeFile>()
            .AddSingleton(provider => new PublicProbe(
                new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(10) },
                provider.GetRequiredService<ConnectionOptions>(),
                provider.GetRequiredService<MediaOptions>()
            ));
}
