using System.Diagnostics;

namespace Atlas.Testing.Azurite;

/// <summary>Finds Azurite, or has npm install it once for the whole repository.</summary>
internal static class AzuriteInstallation
{
    private const string Version = "3.35.0";
    private const string Solution = "AtlasFunctions.sln";

    public static async Task<string> FindAsync()
    {
        if (Environment.GetEnvironmentVariable("ATLAS_AZURITE") is { Length: > 0 } given)
        {
            return File.Exists(given)
                ? given
                : throw new FileNotFoundException("ATLAS_AZURITE names an executable that doesn't exist.", given);
        }

        var folder = Path.Combine(RepositoryRoot(), "artifacts", "azurite");
        var executable = Path.Combine(folder, "node_modules", ".bin", OperatingSystem.IsWindows() ? "azurite.cmd" : "azurite");
        if (!File.Exists(executable))
        {
            Directory.CreateDirectory(folder);
            await using var turn = await TakeTurnAsync(Path.Combine(folder, ".installing"));
            if (!File.Exists(executable))
            {
                await InstallAsync(folder);
            }
        }

        return executable;
    }

    private static async Task InstallAsync(string folder)
    {
        var start = new ProcessStartInfo(OperatingSystem.IsWindows() ? "npm.cmd" : "npm")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { "install", "--prefix", folder, "--no-audit", "--no-fund", $"azurite@{Version}" },
        };
        using var npm =
            Process.Start(start) ?? throw new InvalidOperationException("npm could not be started; these tests need Node.");
        var output = npm.StandardOutput.ReadToEndAsync();
        var error = npm.StandardError.ReadToEndAsync();
        await npm.WaitForExitAsync();
        if (npm.ExitCode != 0)
        {
            throw new InvalidOperationException($"npm could not install Azurite {Version}:\n{await output}\n{await error}");
        }
    }

    /// <summary>Several test assemblies start at the same time: one installs, the others wait for the file to be theirs.</summary>
    private static async Task<FileStream> TakeTurnAsync(string path)
    {
        var startedAt = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (TimeProvider.System.GetElapsedTime(startedAt) < TimeSpan.FromMinutes(5))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
            }
        }
    }

    private static string RepositoryRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Solution)))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds {Solution}.");
    }
}
