using Atlas.Sandbox.Control;
using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox;

/// <summary>The simulator as an application that can also be started inside another process, for example on port 0 in a test.</summary>
public static class SandboxApp
{
    public static WebApplication Build(string[] args) => Build(args, AllNetworks.Create);

    /// <param name="args">As on the command line.</param>
    /// <param name="networks">What is simulated.</param>
    internal static WebApplication Build(string[] args, Func<NetworkServices, IReadOnlyList<ISandboxNetwork>> networks)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        // ASP.NET's own category would write a line per request at Information; start-up lines stay.
        builder.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 400L << 20;
            kestrel.Limits.MinRequestBodyDataRate = null;
        });
        builder.Host.ConfigureHostOptions(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));

        var configured = new OptionsPatch();
        builder.Configuration.GetSection("Sandbox").Bind(configured);

        var app = builder.Build();
        var front = new SandboxFront(
            configured.Apply(new SandboxOptions()),
            networks,
            app.Lifetime.ApplicationStopping,
            app.Logger
        );
        app.Lifetime.ApplicationStopped.Register(front.Dispose);
        app.Run(front.HandleAsync);
        return app;
    }
}
