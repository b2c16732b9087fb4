using System.Globalization;
using Atlas.Core.Channels;
using Atlas.Core.Connections;
using Atlas.Core.Media;
using Atlas.Core.Messaging;
using Atlas.Core.Outbound;
using Atlas.Core.Publishing;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;
using Atlas.Functions.Hosting;
using Atlas.Platforms;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Atlas.Capacity.App;

/// <summary>The app's own services, with the real networks pointed at a sandbox, on ports that the caller gives.</summary>
internal static class CapacityServices
{
    /// <param name="blobs">Where the app may fetch by itself, besides the networks.</param>
    public static ServiceProvider Build(AppPorts ports, TimeProvider time, Uri sandbox, Uri? blobs = null)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(SandboxSettings.For(sandbox)).Build();
        return new ServiceCollection()
            .AddAtlasCore()
            .AddNetworks()
            .AddOptions()
            .AddSingleton(time)
            .AddSingleton<IConfiguration>(settings)
            .AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance)
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddSingleton(ports.Rows)
            .AddSingleton(ports.Media)
            .AddSingleton(ports.Vault)
            .AddSingleton(ports.Sender)
            .AddSingleton(new MediaOptions { PublicBaseUrl = "https://atlas.example" })
            .AddSingleton(new WorkspaceOptions())
            .AddSingleton(new ConnectionOptions())
            .AddSingleton(new EgressOptions { AllowedLoopbackPorts = blobs?.Port.ToString(CultureInfo.InvariantCulture) })
            .BuildServiceProvider();
    }
}

/// <summary>What stands between the app and Azure.</summary>
internal sealed record AppPorts(IRowStore Rows, IMediaStore Media, ITokenVault Vault, IMessageSender Sender);
