namespace Atlas.Capacity.Tests;

/// <summary>A file of docs/ that the code makes.</summary>
internal static class GeneratedDocument
{
    private const string Update = "ATLAS_UPDATE_DOCS";

    public static void MustBe(string name, string text)
    {
        var file = Path.Combine(Root(), "docs", name);
        if (Environment.GetEnvironmentVariable(Update) is not null)
        {
            File.WriteAllText(file, text);
        }

        Assert.True(File.Exists(file), $"docs/{name} is missing: run this test with {Update}=1 and commit the file.");
        var (kept, made) = (File.ReadAllText(file).Split('\n'), text.Split('\n'));
        var differs = Enumerable
            .Range(0, Math.Max(kept.Length, made.Length))
            .FirstOrDefault(line => kept.ElementAtOrDefault(line) != made.ElementAtOrDefault(line), -1);
        Assert.True(
            differs < 0,
            $"docs/{name} is not what the code says: run this test with {Update}=1 and commit the file. Line {differs + 1} is "
                + $"'{kept.ElementAtOrDefault(differs)}' and would be '{made.ElementAtOrDefault(differs)}'."
        );
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
}
