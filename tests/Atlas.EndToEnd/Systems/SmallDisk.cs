using System.Diagnostics;
using Atlas.Testing.Processes;

namespace Atlas.EndToEnd.Systems;

/// <summary>
/// A data folder whose disk can be filled and freed: a small file system of its own where this user may mount one, else a
/// limit on the size of the app's files, at which writes fail likewise.
/// </summary>
internal sealed class SmallDisk(string folder) : IDisposable
{
    private const long MountedBytes = 48 << 20;
    private readonly string _ballast = Path.Combine(folder, "ballast");
    private bool _mounted;

    public bool TryMount()
    {
        Directory.CreateDirectory(folder);
        return _mounted = Run("mount", "-t", "tmpfs", "-o", $"size={MountedBytes}", "tmpfs", folder) == 0;
    }

    public void Fill(AppProcess app)
    {
        if (!_mounted)
        {
            var largest = Directory.EnumerateFiles(folder, "*.db*").Max(file => new FileInfo(file).Length);
            Limit(app, $"{largest + 65_536}");
            return;
        }

        using var ballast = new FileStream(_ballast, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[4096];
        try
        {
            while (true)
            {
                ballast.Write(block);
            }
        }
        catch (IOException)
        {
            // Full: that is what it is for.
        }
    }

    public void Free(AppProcess app)
    {
        if (_mounted)
        {
            File.Delete(_ballast);
        }
        else
        {
            Limit(app, "unlimited");
        }
    }

    public void Dispose()
    {
        if (_mounted)
        {
            Run("umount", folder);
        }
    }

    private static void Limit(AppProcess app, string size)
    {
        if (Run("prlimit", "--pid", $"{app.Pid}", $"--fsize={size}:unlimited") != 0)
        {
            throw new InvalidOperationException("The size of the app's files can't be limited here.");
        }
    }

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false }
        )!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }
}
