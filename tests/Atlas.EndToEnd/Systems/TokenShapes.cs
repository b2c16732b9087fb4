using System.Text;
using System.Text.RegularExpressions;

namespace Atlas.EndToEnd.Systems;

/// <summary>
/// Knows the sandbox's tokens by their shape, so that every suite's folder can be searched when it is done, whatever the app was
/// given on the way.
/// </summary>
internal static partial class TokenShapes
{
    /// <summary>What a network's token looks like in the clear, in UTF-8.</summary>
    [GeneratedRegex(
        @"(EAA|IGAA|THAA)[A-Za-z0-9]{90,}|(act\.|rft\.|ya29\.|1//0|AQX|AQW)[A-Za-z0-9]{70,}",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 30_000
    )]
    private static partial Regex Token();

    /// <returns>A line for each find, which does not quote the token.</returns>
    public static IReadOnlyList<string> Search(IEnumerable<string> files)
    {
        List<string> finds = [];
        foreach (var file in files.Where(File.Exists))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream, Encoding.Latin1);
            var found = Token().Match(reader.ReadToEnd());
            if (found.Success)
            {
                finds.Add($"{Path.GetFileName(file)}: {found.Value[..8]}…");
            }
        }

        return finds;
    }
}
