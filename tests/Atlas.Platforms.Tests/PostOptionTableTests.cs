using System.Text.RegularExpressions;

namespace Atlas.Platforms.Tests;

/// <summary>The page about options names every option that the code reads, and no other.</summary>
public sealed partial class PostOptionTableTests
{
    [Fact]
    public void The_document_names_each_networks_options()
    {
        var root = Root();
        var document = File.ReadAllText(Path.Combine(root, "docs", "post-options.md"));
        var networks = 0;
        foreach (var folder in Directory.GetDirectories(Path.Combine(root, "src", "Atlas.Platforms")))
        {
            var read = Directory
                .GetFiles(folder, "*.cs")
                .Select(File.ReadAllText)
                .Where(source => source.Contains("OptionReader", StringComparison.Ordinal))
                .SelectMany(source => Read().Matches(source).Select(match => match.Groups["name"].Value))
                .ToHashSet();
            var network = Path.GetFileName(folder);
            if (read.Count == 0 || network == "Rules")
            {
                continue;
            }

            networks++;
            var start = document.IndexOf($"\n## {network}\n", StringComparison.Ordinal);
            Assert.True(start >= 0, $"docs/post-options.md has no section on {network}.");
            var end = document.IndexOf("\n## ", start + 1, StringComparison.Ordinal);
            var section = end < 0 ? document[start..] : document[start..end];
            Assert.DoesNotContain(read, name => !section.Contains($"`{name}`", StringComparison.Ordinal));
            var rows = section.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal));
            var named = rows.SelectMany(row => Named().Matches(row.Split('|')[1])).Select(match => match.Groups["name"].Value);
            Assert.Empty(named.Except(read));
        }

        Assert.Equal(11, networks);
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "AtlasFunctions.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside the repository.");
        }

        return folder.FullName;
    }

    [GeneratedRegex(
        @"\.(?:Texts?|Flag|Number|Real|Id|OneOf|Time|Date|Objects?|Value)\(\s*""(?<name>\w+)""",
        RegexOptions.None,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Read();

    [GeneratedRegex("`(?<name>[^`]+)`", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Named();
}
