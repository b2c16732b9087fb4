using System.Security.Cryptography;
using System.Text;
using Atlas.Testing.Clients;

namespace Atlas.Testing.Processes;

/// <summary>The app on a data folder of its own, with a sandbox in the place of the networks.</summary>
public sealed class AppProcess : ServerProcess
{
    private string? _operatorKey;

    public AppProcess(string dataDirectory, Uri sandbox, string logFile, int? port = null)
        : base("AtlasFunctions", "/api/health", logFile, port)
    {
        DataDirectory = dataDirectory;
        SetupKey = "atks_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        Settings["Atlas__LocalRuntime__DataDirectory"] = dataDirectory;
        Settings["Atlas__PublicBaseUrl"] = Url.GetLeftPart(UriPartial.Authority);
        Settings["Atlas__Egress__AllowedLoopbackPorts"] = $"{Url.Port}";
        Settings["Atlas__SetupKeyHash"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(SetupKey)));
        foreach (var line in File.ReadLines(Programs.FileOf("Atlas.Sandbox", "app.env")))
        {
            if (line.Split('=', 2) is [var name, var value] && !name.StartsWith('#'))
            {
                Settings[name] = value.Replace("{sandbox}", sandbox.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal);
            }
        }
    }

    /// <summary>One that runs already, who knows on what.</summary>
    public AppProcess(Uri running, string setupKey, string operatorKey)
        : base("/api/health", running)
    {
        DataDirectory = "";
        SetupKey = setupKey;
        _operatorKey = operatorKey;
    }

    public string DataDirectory { get; }

    /// <summary>May operate the deployment. Made at the first start.</summary>
    public string OperatorKey => _operatorKey ??= File.ReadAllText(Path.Combine(DataDirectory, "operator-key"));

    /// <summary>May make workspaces, and nothing else.</summary>
    public string SetupKey { get; }

    public AtlasClient ClientFor(string key) => new(Url, key);
}
