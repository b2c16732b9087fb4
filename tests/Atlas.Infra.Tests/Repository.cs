namespace Atlas.Infra.Tests;

/// <summary>The files of this repository, by their path from its root.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    public static string Read(params string[] parts) => File.ReadAllText(PathOf(parts));

    /// <summary>The source of the app: what runs in Azure, so neither the local runtime nor the sandbox.</summary>
    public static IEnumerable<string> AppSources() =>
        ((string[])["Atlas.Core", "Atlas.Platforms", "Atlas.Storage", "AtlasFunctions"]).SelectMany(project =>
            Directory.EnumerateFiles(PathOf("src", project), "*.cs", SearchOption.AllDirectories)
        );

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "AtlasFunctions.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds the solution.");
    }
}
