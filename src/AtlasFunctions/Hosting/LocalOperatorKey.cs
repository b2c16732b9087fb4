using System.Buffers.Text;
using System.Security.Cryptography;

namespace Atlas.Functions.Hosting;

/// <summary>The operators' key of a deployment on one machine: made at the first start, in a file that only its owner reads.</summary>
internal static class LocalOperatorKey
{
    public const string FileName = "operator-key";
    private const string Prefix = "atko_";

    public static string ReadOrMake(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, FileName);
        var key = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            using var writer = new StreamWriter(path, options);
            writer.Write(key);
            return key;
        }
        catch (IOException) when (File.Exists(path))
        {
            key = File.ReadAllText(path).Trim(); // of an earlier start
        }

        return key.Length > 0
            ? key
            : throw new InvalidOperationException($"{path} is empty: delete it, and a new operators' key is made.");
    }
}
