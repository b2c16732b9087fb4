using Microsoft.Extensions.Configuration;

namespace Atlas.LocalRuntime.Functions.Configuration;

/// <summary>The app settings from where the real tools take them, weakest first.</summary>
internal static class AppConfiguration
{
    public const string DirectorySetting = "Atlas:LocalRuntime:AppDirectory";
    public const string HostKeySetting = "AzureFunctionsLocal:HostKey";

    /// <returns>The folder with host.json: the setting, else the program's own, else the current one.</returns>
    public static string FindAppDirectory(string[] args)
    {
        var early = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(args).Build();
        return early[DirectorySetting] is { Length: > 0 } named ? Path.GetFullPath(named)
            : File.Exists(Path.Combine(AppContext.BaseDirectory, "host.json")) ? AppContext.BaseDirectory
            : Directory.GetCurrentDirectory();
    }

    public static void AddSources(IConfigurationBuilder configuration, string directory, string environment, string[] args)
    {
        // Before the environment: as with the real tools, a variable outranks local.settings.json.
        configuration
            .AddJsonFile(Path.Combine(directory, "appsettings.json"), optional: true, reloadOnChange: false)
            .AddJsonFile(Path.Combine(directory, $"appsettings.{environment}.json"), optional: true, reloadOnChange: false);
        if (Path.Combine(directory, "local.settings.json") is var local && File.Exists(local))
        {
            configuration.AddInMemoryCollection(LocalSettings.Read(local));
        }

        configuration
            .AddEnvironmentVariables("AZURE_FUNCTIONS_")
            .AddEnvironmentVariables("ASPNETCORE_")
            .AddEnvironmentVariables()
            .AddCommandLine(args);
    }
}
