using System.Security.Cryptography;
using System.Text;
using Atlas.Testing.Clients;

namespace Atlas.Testing.Processes;

/// <summary>The app on a data folder of its own, with a sandbox in the place of the networks.</summary>
public sealed class AppProcess : ServerProcess
{
    public AppProcess(string dataDirectory, Uri sandbox, string logFile, int? port = null)
        : base("AtlasFunctions", "/api/health", logFile, port)
    {
        DataDirectory = dataDirectory;
        SetupKey = "atks_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        Settings["Atlas__LocalRuntime__DataDirectory"] = dataDirectory;
        Settings["Atlas__PublicBaseUrl"] = Url.GetLeftPart(UriPartial.Authority);
        Settings["Atlas__SetupKeyHash"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(SetupKey)));
        Settings["Platforms__Instagram__GraphFacebookBaseUrl"] = new Uri(sandbox, "graph.facebook.com").ToString();
        Settings["Platforms__Instagram__GraphInstagramBaseUrl"] = new Uri(sandbox, "graph.instagram.com").ToString();
    }

    public string DataDirectory { get; }

    /// <summary>May make workspaces, and nothing else.</summary>
    public string SetupKey { get; }

    public AtlasClient ClientFor(string key) => new(Url, key);
}
