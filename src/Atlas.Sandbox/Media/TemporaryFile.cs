namespace Atlas.Sandbox.Media;

internal static class TemporaryFile
{
    /// <summary>A file that is gone when it is closed.</summary>
    public static FileStream Create() =>
        new(
            Path.Combine(Path.GetTempPath(), $"atlas-sandbox-{Path.GetRandomFileName()}"),
            FileMode.CreateNew,
            FileAccess.ReadWrite,
            FileShare.None,
            bufferSize: 64 << 10,
            FileOptions.DeleteOnClose | FileOptions.Asynchronous
        );
}
