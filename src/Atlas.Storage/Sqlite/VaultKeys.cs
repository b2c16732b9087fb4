using System.Security.Cryptography;
using Atlas.Storage.Folder;

namespace Atlas.Storage.Sqlite;

/// <summary>
/// The keys of a vault: a file of one line per key, <c>id base64</c>, the newest last. New values are encrypted with the newest;
/// older ones stay readable for as long as their line is there, so a key is rotated by adding a line.
/// </summary>
internal sealed class VaultKeys
{
    private const int KeyBytes = 32;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly Dictionary<string, byte[]> _keys = new(StringComparer.Ordinal);

    private VaultKeys(string path)
    {
        foreach (var line in File.ReadLines(path).Where(static line => line.Length > 0))
        {
            var key = new byte[KeyBytes];
            if (
                line.Split(' ') is not [var id, var text]
                || !Convert.TryFromBase64String(text, key, out var length)
                || length != KeyBytes
                || id != IdOf(key)
            )
            {
                // Not even a piece of the line is shown: it may be a key.
                throw new InvalidDataException($"{path} is damaged: each line is a key's id and its {KeyBytes} bytes in Base64.");
            }

            _keys[id] = key;
            CurrentId = id;
        }

        if (CurrentId.Length == 0)
        {
            throw new InvalidDataException($"{path} holds no key.");
        }
    }

    public string CurrentId { get; private set; } = "";

    /// <exception cref="InvalidOperationException">Others can read the file.</exception>
    public static VaultKeys Load(string path)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~OwnerOnly) is not UnixFileMode.None and var mode)
        {
            throw new InvalidOperationException(
                $"{path} protects every stored token, but others than its owner have rights on it ({mode}). "
                    + $"Run: chmod 600 {path}, and consider the tokens as seen."
            );
        }

        return new VaultKeys(path);
    }

    /// <summary>Makes the file with one new key. It is on disk before the first secret is.</summary>
    public static void Create(string path)
    {
        var incoming = path + ".new";
        File.Delete(incoming);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using (var file = new FileStream(incoming, options))
        using (var writer = new StreamWriter(file))
        {
            writer.WriteLine(NewLine());
            writer.Flush();
            file.Flush(flushToDisk: true);
        }

        File.Move(incoming, path, overwrite: false);
        DurableFolder.Sync(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <summary>A line with a new key, to be added to the file when the key is rotated.</summary>
    public static string NewLine()
    {
        var key = RandomNumberGenerator.GetBytes(KeyBytes);
        return $"{IdOf(key)} {Convert.ToBase64String(key)}";
    }

    public AesGcm Open(string id) =>
        _keys.TryGetValue(id, out var key)
            ? new AesGcm(key, AesGcm.TagByteSizes.MaxSize)
            : throw new InvalidOperationException($"The vault's key file has no key {id}: restore the line that was taken out.");

    private static string IdOf(byte[] key) => Convert.ToHexStringLower(SHA256.HashData(key).AsSpan(0, 8));
}
