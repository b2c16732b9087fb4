using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Atlas.Infra.Tests.Docs;

/// <summary>What the documents say is there.</summary>
public sealed partial class DocsTests
{
    public static TheoryData<string> Documents() =>
        [.. Directory.GetFiles(Repository.PathOf("docs"), "*.md").Select(path => Path.GetFileName(path))];

    [Theory]
    [InlineData("security.md", 30)]
    [InlineData("upgrade.md", 6)]
    [InlineData("operate.md", 2)]
    public void Every_test_that_is_named_exists(string document, int atLeast)
    {
        var sources = string.Join(
            '\n',
            Directory.EnumerateFiles(Repository.PathOf("tests"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText)
        );
        var named = TestNames()
            .Matches(Repository.Read("docs", document))
            .Select(match => match.Groups["name"].Value)
            .ToHashSet();

        Assert.True(named.Count >= atLeast, $"{document} names {named.Count} tests.");
        Assert.All(named, name => Assert.Contains($" {name}(", sources));
    }

    [Fact]
    public void Every_letter_of_stride_has_a_threat_and_each_threat_a_test()
    {
        var rows = Repository.Read("docs", "security.md").Split('\n').Where(line => StrideRow().IsMatch(line)).ToList();
        Assert.Equal(
            ["Denial of service", "Elevation of privilege", "Information disclosure", "Repudiation", "Spoofing", "Tampering"],
            rows.Select(row => row.Split('|')[1].Trim()).Distinct().Order()
        );
        Assert.All(rows, row => Assert.Matches(TestNames(), row.Split('|')[4]));
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Links_lead_to_files_that_exist(string document)
    {
        foreach (Match link in Links().Matches(Repository.Read("docs", document)))
        {
            var target = link.Groups["target"].Value.Split('#')[0];
            if (target.Length > 0 && !target.Contains(':', StringComparison.Ordinal)) // else an address, or a urn in an example
            {
                var path = Repository.PathOf("docs", target);
                Assert.True(File.Exists(path) || Directory.Exists(path), $"{document} links to {target}.");
            }
        }
    }

    [Fact]
    public void Routes_that_documents_name_are_in_the_contract()
    {
        var contract = Repository.Read("openapi.yaml");
        foreach (var document in Directory.GetFiles(Repository.PathOf("docs"), "*.md").Select(File.ReadAllText))
        {
            foreach (Match route in Routes().Matches(document))
            {
                var path = Parameters().Replace(route.Groups["path"].Value, "{").TrimEnd('.');
                var known = Parameters().Replace(contract, "{");
                Assert.True(
                    known.Contains($"  {path}:", StringComparison.Ordinal)
                        || known.Contains($"  {LastSegment().Replace(path, "/{")}:", StringComparison.Ordinal),
                    $"No route {route.Value}."
                );
            }
        }
    }

    /// <summary>GitHub shows it as an image: it must stand alone, and its colours must follow the reader's.</summary>
    [Fact]
    public void The_picture_can_be_read_in_light_and_dark()
    {
        var picture = XDocument.Parse(Repository.Read("docs", "architecture.svg"));
        XNamespace svg = "http://www.w3.org/2000/svg";
        var style = picture.Descendants(svg + "style").Single().Value;
        var light = Variables().Matches(style.Split("@media")[0]).Select(match => match.Groups["name"].Value).ToHashSet();
        var dark = Variables().Matches(style.Split("@media")[1]).Select(match => match.Groups["name"].Value).ToHashSet();
        var used = Used().Matches(style).Select(match => match.Groups["name"].Value).ToHashSet();

        Assert.Contains("prefers-color-scheme: dark", style);
        Assert.Subset(light, used);
        Assert.Equal(light.Order(), dark.Order());
        Assert.NotNull(picture.Root!.Element(svg + "title"));
        Assert.DoesNotContain(
            picture.Descendants().Attributes(),
            attribute => attribute.Name.LocalName is "href" or "fill" or "stroke"
        );
    }

    [GeneratedRegex(@"`(?<name>[A-Z][a-z0-9]*(_[A-Za-z0-9]+){2,})`", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex TestNames();

    [GeneratedRegex(@"^\| (Spoofing|Tampering|Repudiation|Information|Denial|Elevation)", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex StrideRow();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Links();

    [GeneratedRegex(@"(GET|POST|PUT|PATCH|DELETE) (?<path>/api/[\w/{}.-]+)", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Routes();

    [GeneratedRegex(@"\{\w*\}", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Parameters();

    [GeneratedRegex(@"/[\w-]+$", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex LastSegment();

    [GeneratedRegex(@"--(?<name>[\w-]+):", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Variables();

    [GeneratedRegex(@"var\(--(?<name>[\w-]+)\)", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Used();
}
