using Microsoft.Extensions.Configuration;

namespace Atlas.LocalRuntime.Functions.Configuration;

/// <summary>The folder that holds everything the runtime keeps.</summary>
internal sealed class DataDirectory(IConfiguration settings)
{
    private const string Setting = "Atlas:LocalRuntime:DataDirectory";
    private const string Default = ".atlas";

    private string Folder { get; } = Path.GetFullPath(settings[Setting] is { Length: > 0 } folder ? folder : Default);

    public string File(string name) => Path.Combine(Folder, name);
}
