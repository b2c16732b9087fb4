using System.Text;

namespace Atlas.Testing;

/// <summary>Looks for secrets in all that an app has written: in the clear, in UTF-16, in Base64 at any offset, and escaped.</summary>
public static class LeakSearch
{
    private const int ShownCharacters = 6;

    /// <param name="folder">Everything below it, databases and their logs included; the vault's files are encrypted and must hold as well.</param>
    /// <returns>A line for each find, which does not quote the secret.</returns>
    public static IReadOnlyList<string> InFiles(string folder, IReadOnlyCollection<string> secrets)
    {
        var needles = NeedlesOf(secrets);
        List<string> finds = [];
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var copy = new MemoryStream();
            stream.CopyTo(copy);
            Search(Path.GetRelativePath(folder, file), copy.GetBuffer().AsSpan(0, (int)copy.Length), needles, finds);
        }

        return finds;
    }

    public static IReadOnlyList<string> InLines(IEnumerable<string> lines, IReadOnlyCollection<string> secrets)
    {
        var needles = NeedlesOf(secrets);
        List<string> finds = [];
        var number = 0;
        foreach (var line in lines)
        {
            Search($"line {++number}", Encoding.UTF8.GetBytes(line), needles, finds);
        }

        return finds;
    }

    private static List<(string Secret, byte[] Bytes)> NeedlesOf(IReadOnlyCollection<string> secrets)
    {
        List<(string, byte[])> needles = [];
        foreach (var secret in secrets.Distinct())
        {
            needles.Add((secret, Encoding.UTF8.GetBytes(secret)));
            needles.Add((secret, Encoding.Unicode.GetBytes(secret)));
            needles.Add((secret, Encoding.UTF8.GetBytes(Uri.EscapeDataString(secret))));
            for (var offset = 0; offset < 3; offset++)
            {
                // What comes before shifts the digits: the ones that only the secret decides are looked for.
                var padded = new byte[offset]
                    .Concat(Encoding.UTF8.GetBytes(secret))
                    .ToArray();
                var digits = Convert.ToBase64String(padded).TrimEnd('=');
                needles.Add((secret, Encoding.ASCII.GetBytes(digits[(offset == 0 ? 0 : offset + 1)..^2])));
            }
        }

        return needles;
    }

    private static void Search(
        string where,
        ReadOnlySpan<byte> bytes,
        List<(string Secret, byte[] Bytes)> needles,
        List<string> finds
    )
    {
        foreach (var (secret, needle) in needles)
        {
            if (bytes.IndexOf(needle) >= 0)
            {
                finds.Add($"{where}: {secret[..Math.Min(ShownCharacters, secret.Length)]}…");
            }
        }
    }
}
