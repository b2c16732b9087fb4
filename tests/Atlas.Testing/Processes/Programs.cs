namespace Atlas.Testing.Processes;

/// <summary>Where the build puts the programs: beside the project that runs now, in the same configuration.</summary>
internal static class Programs
{
    /// <summary>A file beside the program.</summary>
    public static string FileOf(string project, string file) => Path.Combine(Path.GetDirectoryName(Find(project))!, file);

    public static string Find(string project)
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var file = Path.Combine(here.Parent!.Parent!.FullName, project, here.Name, $"{project}.dll");
        return File.Exists(file) ? file : throw new FileNotFoundException($"Build {project} first.", file);
    }
}
