using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Atlas.Testing.Azurite;

/// <summary>
/// Azurite's blob and table service on free loopback ports, with a folder of its own. The executable is the one that
/// <c>ATLAS_AZURITE</c> names, else the one that npm puts below <c>artifacts/azurite</c>.
/// </summary>
public sealed partial class AzuriteFixture : IAsyncDisposable
{
    public const string AccountName = "devstoreaccount1";

    // Published with the emulator and the same on every machine.
    public const string AccountKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static readonly TimeSpan s_startLimit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly string _folder;
    private readonly List<string> _output;
    private readonly EventHandler _onExit;

    private AzuriteFixture(Process process, string folder, List<string> output, Uri blob, Uri table)
    {
        _process = process;
        _folder = folder;
        _output = output;
        BlobEndpoint = new Uri(blob, AccountName);
        TableEndpoint = new Uri(table, AccountName);
        _onExit = (_, _) => Terminate(process);
        AppDomain.CurrentDomain.ProcessExit += _onExit; // a run that is broken off leaves no server behind
    }

    public Uri BlobEndpoint { get; }

    public Uri TableEndpoint { get; }

    public string ConnectionString =>
        $"DefaultEndpointsProtocol=http;AccountName={AccountName};AccountKey={AccountKey};"
        + $"BlobEndpoint={BlobEndpoint};TableEndpoint={TableEndpoint};";

    /// <summary>What Azurite has printed, for the message of a test that failed.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return string.Join('\n', _output);
            }
        }
    }

    /// <summary>Answers when both services listen.</summary>
    public static async Task<AzuriteFixture> StartAsync()
    {
        var executable = await AzuriteInstallation.FindAsync();
        var folder = Directory.CreateTempSubdirectory("atlas-azurite-").FullName;
        var start = new ProcessStartInfo(executable)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { "--location", folder, "--skipApiVersionCheck", "--loose", "--disableTelemetry", "--silent" },
        };
        foreach (var service in (string[])["blob", "queue", "table"])
        {
            start.ArgumentList.Add($"--{service}Host");
            start.ArgumentList.Add("127.0.0.1");
            start.ArgumentList.Add($"--{service}Port");
            start.ArgumentList.Add("0");
        }

        List<string> output = [];
        var blob = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        var table = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.ErrorDataReceived += (_, line) => Read(line.Data);
        process.Exited += (_, _) =>
        {
            var ended = new InvalidOperationException($"Azurite ended before it listened:\n{string.Join('\n', output)}");
            blob.TrySetException(ended);
            table.TrySetException(ended);
        };
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            return new AzuriteFixture(
                process,
                folder,
                output,
                await blob.Task.WaitAsync(s_startLimit),
                await table.Task.WaitAsync(s_startLimit)
            );
        }
        catch
        {
            Terminate(process);
            throw;
        }

        void Read(string? line)
        {
            if (line is null)
            {
                return;
            }

            lock (output)
            {
                output.Add(line);
            }

            if (Listening().Match(line) is { Success: true } match)
            {
                var listening = match.Groups["service"].Value switch
                {
                    "Blob" => blob,
                    "Table" => table,
                    _ => null,
                };
                listening?.TrySetResult(new Uri(match.Groups["address"].Value));
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= _onExit;
        Terminate(_process);
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>SIGTERM lets it write what it holds; Windows has no such signal.</summary>
    private static void Terminate(Process process)
    {
        if (process.HasExited)
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            process.Kill(entireProcessTree: true);
            return;
        }

        using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        kill.WaitForExit();
    }

    [GeneratedRegex(
        @"Azurite (?<service>\w+) service is successfully listening at (?<address>http://\S+)",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Listening();
}
