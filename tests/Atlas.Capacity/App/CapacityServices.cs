using System.Globalization;
using Atlas.Core.Channels;
using Atlas.Core.Media;
using Atlas.Core.Messaging;
using Atlas.Core.Storage;
using Atlas.Functions.Hosting;
using Microsoft.Azure.Functions.Worker.Builder;
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
        var builder = FunctionsApplication.CreateBuilder([]);
        builder.Configuration.AddInMemoryCollection(SandboxSettings.For(sandbox));
        builder.Configuration["Atlas:PublicBaseUrl"] = "https://atlas.example";
        builder.Configuration["Atlas:Egress:AllowedLoopbackPorts"] = blobs?.Port.ToString(CultureInfo.InvariantCulture);
        AtlasApp.Configure(builder);
        return builder
            .Services.AddSingleton(time)
            .AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance)
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddSingleton(ports.Rows)
            .AddSingleton(ports.Media)
            .AddSingleton(ports.Vault)
            .AddSingleton(ports.Sender)
            .BuildServiceProvider();
    }
}

/// <summary>What stands between the app and Azure.</summary>
internal sealed record AppPorts(IRowStore Rows, IMediaStore Media, ITokenVault Vault, IMessageSender Sender);
