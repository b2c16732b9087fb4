namespace Atlas.EndToEnd.Harness;

/// <summary>What can't be done to an app that runs elsewhere says so, and so is left out there.</summary>
public sealed class TraitTests
{
    private static readonly string[] s_ours = ["KillAsync", "StopAsync", "RestartAsync", "DataDirectory", "Settings"];

    [Fact]
    [Trait("Needs", "Process")]
    public void Tests_that_stop_or_look_into_a_process_say_that_they_need_it()
    {
        var source = Directory.GetParent(AppContext.BaseDirectory)!;
        while (!File.Exists(Path.Combine(source.FullName, "AtlasFunctions.sln")))
        {
            source = source.Parent ?? throw new InvalidOperationException("The tests don't lie in the repository.");
        }

        var lacking = Directory
            .EnumerateFiles(Path.Combine(source.FullName, "tests", "Atlas.EndToEnd"), "*Tests.cs", SearchOption.AllDirectories)
            .Select(path => (Name: Path.GetFileName(path), Text: File.ReadAllText(path)))
            .Where(file => s_ours.Any(member => file.Text.Contains($".{member}", StringComparison.Ordinal)))
            .Where(file => !file.Text.Contains("[Trait(\"Needs\", \"Process\")]", StringComparison.Ordinal))
            .Select(file => file.Name);

        Assert.Empty(lacking);
    }
}
