namespace Atlas.LocalRuntime.Functions.Tests;

internal sealed class AppFolder : IDisposable
{
    public AppFolder(string? hostJson = null, string? localSettings = null)
    {
        File.WriteAllText(
            System.IO.Path.Combine(Path, "host.json"),
            hostJson ?? """{ "version": "2.0", "extensions": { "http": { "routePrefix": "" } } }"""
        );
        if (localSettings is not null)
        {
            File.WriteAllText(System.IO.Path.Combine(Path, "local.settings.json"), localSettings);
        }
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("atlas-functions-").FullName;

    public string Data => System.IO.Path.Combine(Path, "data");

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
