using System.Diagnostics;

namespace Atlas.Infra.Tests.Bicep;

/// <summary>The grammar of Bicep from npm, run by Node: no compiler of it is in every package feed.</summary>
internal static class BicepGrammar
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);

    /// <returns>What <c>parse.mjs</c> writes.</returns>
    public static async Task<string> ParseAsync(IEnumerable<string> files)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "Bicep", "parse.mjs");
        return await RunAsync("node", Repository.Root, [script, await InstallAsync(), .. files]);
    }

    private static async Task<string> InstallAsync()
    {
        var folder = Repository.PathOf("artifacts", "bicep-grammar");
        var stamp = Path.Combine(folder, "installed-lock.json");
        var wanted = Repository.Read("tests", "Atlas.Infra.Tests", "package-lock.json");
        if (!File.Exists(stamp) || await File.ReadAllTextAsync(stamp) != wanted)
        {
            Directory.CreateDirectory(folder);
            foreach (var file in (string[])["package.json", "package-lock.json"])
            {
                File.Copy(Repository.PathOf("tests", "Atlas.Infra.Tests", file), Path.Combine(folder, file), overwrite: true);
            }

            // Without scripts: only the grammar's WebAssembly is used, and nothing is compiled.
            await RunAsync(
                OperatingSystem.IsWindows() ? "npm.cmd" : "npm",
                folder,
                ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
            );
            await File.WriteAllTextAsync(stamp, wanted);
        }

        return Path.Combine(folder, "node_modules");
    }

    private static async Task<string> RunAsync(string program, string folder, IEnumerable<string> arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = folder,
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(s_patience);
        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException($"{program} ended with {process.ExitCode}:\n{await error}");
    }
}
