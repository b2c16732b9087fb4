using System.Text.RegularExpressions;

namespace Atlas.Capacity.Tests;

/// <summary>A file of docs/ that the code makes.</summary>
internal static partial class GeneratedDocument
{
    private const string Update = "ATLAS_UPDATE_DOCS";

    public static void MustBe(string name, string text)
    {
        var file = Path.Combine(Root(), "docs", name);
        if (Environment.GetEnvironmentVariable(Update) is not null)
        {
            File.WriteAllText(file, text);
        }

        Assert.True(
            File.Exists(file) && WithoutAverages(File.ReadAllText(file)) == WithoutAverages(text),
            $"docs/{name} is not what the code says: run this test with {Update}=1 and commit the file."
        );
    }

    /// <summary>How ten posts share batches depends on the shards that their random ids fall in, so figures differ a little from run to run.
    /// What they may be at most has tests of its own; this one keeps the document's words and rows true.</summary>
    private static string WithoutAverages(string text) => Averages().Replace(text, "#");

    [GeneratedRegex(@"\d+(?:[.,]\d+)*", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Averages();

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "AtlasFunctions.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside the repository.");
        }

        return folder.FullName;
    }
}
