using System.Text;
using Atlas.Core.Clocks;
using Atlas.Core.Platforms;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Atlas.Platforms.Tests;

/// <summary>The README's table of networks says what the code can do. With ATLAS_UPDATE_DOCS=1 the test writes it.</summary>
public sealed class NetworkTableTests
{
    private const string Start = "<!-- networks: made from the code -->";
    private const string End = "<!-- end of networks -->";

    [Fact]
    public void The_readme_shows_what_each_network_can_do()
    {
        var file = Path.Combine(Root(), "README.md");
        var readme = File.ReadAllText(file);
        var (from, to) = (readme.IndexOf(Start, StringComparison.Ordinal), readme.IndexOf(End, StringComparison.Ordinal));
        Assert.True(from > 0 && to > from, $"README.md has no part between '{Start}' and '{End}'.");
        var expected = $"{readme[..from]}{Start}\n\n{Table()}\n{readme[to..]}";
        if (Environment.GetEnvironmentVariable("ATLAS_UPDATE_DOCS") is "1")
        {
            File.WriteAllText(file, expected);
        }

        Assert.Equal(expected, File.ReadAllText(file));
    }

    private static string Table()
    {
        var text = new StringBuilder(
            "| Network | Post type | Change | Delete | First comment | Insights there | To know |\n|---|---|---|---|---|---|---|\n"
        );
        foreach (var publisher in Publishers().OrderBy(publisher => publisher.Platform))
        {
            foreach (var ability in publisher.Abilities.Formats)
            {
                text.Append(
                    $"| {publisher.Platform} | {ability.Format} | {ability.Edit ?? "no"} | {YesNo(ability.Delete)} | {YesNo(ability.FirstComment)} | {YesNo(ability.Insights)} | {ability.Note} |\n"
                );
            }
        }

        return text.ToString();
    }

    private static string YesNo(bool value) => value ? "yes" : "no";

    private static IEnumerable<IPlatformPublisher> Publishers() =>
        new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().Build())
            .AddLogging()
            .AddSingleton(TimeProvider.System)
            .AddSingleton<ClockWatch>()
            .AddNetworks()
            .BuildServiceProvider()
            .GetServices<IPlatformPublisher>();

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "AtlasFunctions.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("The tests don't run inside the repository.");
    }
}
