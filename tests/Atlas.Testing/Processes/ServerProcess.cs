using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Atlas.Testing.Processes;

/// <summary>One of our programs as a process of its own, that can be stopped, killed and started again on the same port.</summary>
public abstract partial class ServerProcess : IAsyncDisposable
{
    private const int SigTerm = 15;

    private static readonly TimeSpan s_startTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_stopTimeout = TimeSpan.FromSeconds(20);
    private static readonly ConcurrentDictionary<int, Process> s_running = new();

    private readonly string _program;
    private readonly string _healthPath;
    private readonly HttpClient _health = new() { Timeout = TimeSpan.FromSeconds(5) };
    private Process? _process;

    static ServerProcess() => AppDomain.CurrentDomain.ProcessExit += (_, _) => KillLeftovers();

    protected ServerProcess(string project, string healthPath, string logFile, int? port)
    {
        _program = Programs.Find(project);
        _healthPath = healthPath;
        LogFile = logFile;
        Port = port ?? FreePort.Next();
        Url = new Uri($"http://127.0.0.1:{Port}");
    }

    /// <summary>One that somebody else has started, and that stays when we are done.</summary>
    protected ServerProcess(string healthPath, Uri running)
    {
        _program = "";
        _healthPath = healthPath;
        LogFile = "";
        Port = running.Port;
        Url = running;
        IsOurs = false;
    }

    /// <summary>Whether it is ours to start and to stop.</summary>
    public bool IsOurs { get; } = true;

    public int Port { get; }

    public Uri Url { get; }

    /// <summary>Standard output and error of all runs.</summary>
    public string LogFile { get; }

    /// <summary>As environment variables: <c>Section__Name</c>. Changes count from the next start.</summary>
    public Dictionary<string, string> Settings { get; } = new(StringComparer.Ordinal);

    public int Pid => Running.Id;

    public bool IsRunning => _process is { HasExited: false };

    /// <summary>From the start of the process to its first answer with 200.</summary>
    public TimeSpan StartTime { get; private set; }

    private Process Running => _process ?? throw new InvalidOperationException("The process isn't started.");

    public async Task StartAsync()
    {
        if (!IsOurs)
        {
            if (!await IsHealthyAsync())
            {
                throw new InvalidOperationException($"Nothing healthy answers at {Url}.");
            }

            return;
        }

        var watch = Stopwatch.StartNew();
        Launch();
        while (!await IsHealthyAsync())
        {
            if (Running.HasExited)
            {
                throw new InvalidOperationException($"It ended with {Running.ExitCode} while starting:\n{LastLines()}");
            }

            if (watch.Elapsed > s_startTimeout)
            {
                throw new TimeoutException($"Not healthy within {s_startTimeout.TotalSeconds} s:\n{LastLines()}");
            }

            await Task.Delay(2);
        }

        StartTime = watch.Elapsed;
    }

    /// <summary>Starts it without waiting for an answer.</summary>
    public void Launch()
    {
        if (IsRunning || !IsOurs)
        {
            throw new InvalidOperationException("It runs already.");
        }

        // The shell only opens the log and becomes the program: what was written before a kill is there to read. A write
        // beyond a file-size limit shall fail as it does on a full disk, not end the process.
        var start = new ProcessStartInfo("/bin/sh")
        {
            ArgumentList =
            {
                "-c",
                "trap '' XFSZ; exec \"$@\" >>\"$0\" 2>&1 </dev/null",
                LogFile,
                "dotnet",
                _program,
                "--urls",
                $"{Url.Scheme}://{Url.Authority}",
            },
            UseShellExecute = false,
        };
        foreach (var (name, value) in Settings)
        {
            start.Environment[name] = value;
        }

        _process?.Dispose();
        _process = Process.Start(start)!;
        s_running[_process.Id] = _process;
    }

    public async Task<bool> IsHealthyAsync()
    {
        try
        {
            using var answer = await _health.GetAsync(new Uri(Url, _healthPath));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception ex) when (ex is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    /// <summary>kill -9: no chance to finish anything.</summary>
    public async Task KillAsync()
    {
        Running.Kill();
        await WaitForExitAsync();
    }

    /// <summary>SIGTERM, and its exit code.</summary>
    public async Task<int> StopAsync()
    {
        if (!Running.HasExited && SendSignal(Running.Id, SigTerm) != 0)
        {
            throw new InvalidOperationException($"No signal could be sent: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        await WaitForExitAsync();
        return Running.ExitCode;
    }

    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    public string ReadLog() => File.Exists(LogFile) ? File.ReadAllText(LogFile) : "";

    public virtual async ValueTask DisposeAsync()
    {
        if (IsRunning)
        {
            await StopAsync();
        }

        _process?.Dispose();
        _health.Dispose();
        GC.SuppressFinalize(this);
    }

    private string LastLines() => string.Join('\n', ReadLog().Split('\n').TakeLast(30));

    private async Task WaitForExitAsync()
    {
        using var limit = new CancellationTokenSource(s_stopTimeout);
        try
        {
            await Running.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException ex)
        {
            Running.Kill();
            throw new TimeoutException($"It did not end within {s_stopTimeout.TotalSeconds} s:\n{LastLines()}", ex);
        }
        finally
        {
            s_running.TryRemove(Running.Id, out _);
        }
    }

    private static void KillLeftovers()
    {
        foreach (var process in s_running.Values)
        {
            try
            {
                process.Kill();
            }
            catch (InvalidOperationException)
            {
                // It has ended, or its handle is closed: either way it is no leftover.
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int pid, int signal);
}
