using System.Runtime.InteropServices;

namespace Atlas.Storage.Folder;

/// <summary>Makes a new or renamed entry of a folder survive a power cut: on Linux and macOS that takes an fsync of the folder itself.</summary>
internal static partial class DurableFolder
{
    /// <exception cref="IOException">The folder can't be opened or synced.</exception>
    public static void Sync(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return; // NTFS journals the entry, and has no such call
        }

        var descriptor = Open(folder, flags: 0);
        if (descriptor < 0)
        {
            throw Fault("open", folder);
        }

        try
        {
            if (Fsync(descriptor) != 0)
            {
                throw Fault("sync", folder);
            }
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static IOException Fault(string action, string folder) =>
        new($"Could not {action} the folder {folder}: {Marshal.GetLastPInvokeErrorMessage()}");

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
