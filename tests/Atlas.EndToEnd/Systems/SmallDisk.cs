using System.Diagnostics;
using Atlas.Testing;
using Atlas.Testing.Processes;

namespace Atlas.EndToEnd.Systems;

/// <summary>
/// A data folder whose disk can be filled and freed: a small file system of its own where this user may mount one, else a
/// limit on the size of the app's files, at which writes fail likewise.
/// </summary>
internal sealed class SmallDisk : IDisposable
{
    private const long MountedBytes = 48 << 20;
    private readonly TempDirectory _place = new();
    private readonly bool _mounted;

    public SmallDisk()
    {
        Directory.CreateDirectory(Folder);
        _mounted = Run("mount", "-t", "tmpfs", "-o", $"size={MountedBytes}", "tmpfs", Folder) == 0;
    }

    public string Folder => _place["data"];

    private string Ballast => Path.Combine(Folder, "ballast");

    public void Fill(AppProcess app)
    {
        if (!_mounted)
        {
            var largest = Directory.EnumerateFiles(Folder, "*.db*").Max(file => new FileInfo(file).Length);
            Limit(app, $"{largest + 65_536}");
            return;
        }

        using var ballast = new FileStream(Ballast, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
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
            File.Delete(Ballast);
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
            Run("umount", Folder);
        }

        _place.Dispose();
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
