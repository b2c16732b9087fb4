namespace Atlas.Sandbox.DemoJob;

/// <summary>Files with keys in them: for their owner alone, and never half written.</summary>
internal static class PrivateFile
{
    public static void Write(string path, byte[] content)
    {
        var next = path + ".next";
        File.Delete(next);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new FileStream(next, options))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        File.Move(next, path, overwrite: true);
    }
}
