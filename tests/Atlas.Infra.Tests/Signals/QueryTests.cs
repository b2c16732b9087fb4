using System.Text.RegularExpressions;
using Atlas.Core.Publishing;
using Atlas.Infra.Tests.Bicep;

namespace Atlas.Infra.Tests.Signals;

/// <summary>A saved query asks only for what the code says: renaming a log line, a field or an instrument fails here.</summary>
[Collection(BicepCollection.Name)]
public sealed partial class QueryTests(BicepSources bicep)
{
    public static TheoryData<string> Queries() => [.. Files()];

    [Theory]
    [MemberData(nameof(Queries))]
    public void Fields_events_states_and_instruments_exist(string file)
    {
        var query = Read(file);
        var events = Events()
            .Matches(query)
            .SelectMany(match => Quoted().Matches(match.Value))
            .Select(name => name.Groups["text"].Value)
            .ToList();
        var fields = Fields()
            .Matches(query)
            .Select(match => match.Groups["name"].Value)
            .Where(name => name != "EventName")
            .ToHashSet();

        Assert.All(events, name => Assert.True(EmittedSignals.Events.Contains(name), $"Nothing logs {name}."));
        var emitted = (
            events.Count > 0 ? events.SelectMany(name => EmittedSignals.Events[name]) : EmittedSignals.Events.SelectMany(e => e)
        )
            .SelectMany(found => found.Fields)
            .ToHashSet();
        Assert.Empty(fields.Except(emitted));

        foreach (Match match in States().Matches(query))
        {
            Assert.True(Enum.TryParse<PublicationState>(match.Groups["state"].Value, out _), match.Value);
        }

        Assert.Empty(Instruments().Matches(query).Select(match => match.Value).Except(EmittedSignals.Instruments));
        Assert.True(fields.Count > 0 || Instruments().IsMatch(query) || Tables().Match(query).Value == "requests");
    }

    /// <summary>Lines with an exception are rows of another table than lines without one.</summary>
    [Theory]
    [MemberData(nameof(Queries))]
    public void Events_are_looked_for_in_their_table(string file)
    {
        var query = Read(file);
        foreach (
            var name in Events()
                .Matches(query)
                .SelectMany(match => Quoted().Matches(match.Value))
                .Select(found => found.Groups["text"].Value)
        )
        {
            Assert.Contains(
                EmittedSignals.Events[name],
                found => query.Contains(found.WithException ? "exceptions" : "traces", StringComparison.Ordinal)
            );
        }
    }

    [Fact]
    public void Wait_reasons_are_the_codes_own()
    {
        var reasons = typeof(WaitReason).GetFields().Select(field => (string)field.GetRawConstantValue()!).ToHashSet();
        foreach (var query in Files().Select(Read))
        {
            Assert.Empty(Reasons().Matches(query).Select(match => match.Groups["reason"].Value).Except(reasons));
        }
    }

    [Fact]
    public void Every_query_is_saved_and_every_alert_and_page_shows_one_that_exists()
    {
        var saved = Loads(bicep.File("queries.bicep")).ToList();
        var files = Files().Order().ToList();

        Assert.Equal(files, saved.Order());
        Assert.Empty(Loads(bicep.File("alerts.bicep")).Except(files));
        Assert.Empty(Loads(bicep.File("workbook.bicep")).Except(files));
    }

    [Fact]
    public void Every_instrument_reaches_telemetry()
    {
        var export = Repository.Read("src", "AtlasFunctions", "Hosting", "AzureTelemetry.cs");
        Assert.Contains("AddMeter(PublishingMeter.Name, StorageMeter.Name)", export);
        var meters = Repository
            .AppSources()
            .Select(File.ReadAllText)
            .Sum(source => Regex.Count(source, @"new\(Name\);|new Meter\(", RegexOptions.None, TimeSpan.FromSeconds(5)));
        Assert.Equal(2, meters);
        Assert.Contains("atlas.publishing.published", EmittedSignals.Instruments);
    }

    private static IEnumerable<string> Files() =>
        Directory.GetFiles(Repository.PathOf("infra", "queries"), "*.kql").Select(path => Path.GetFileName(path));

    private static IEnumerable<string> Loads(BicepFile file) =>
        Loaded().Matches(File.ReadAllText(file.Path)).Select(match => match.Groups["file"].Value).Distinct();

    /// <summary>Without its comments.</summary>
    private static string Read(string file) =>
        string.Join(
            '\n',
            Repository
                .Read("infra", "queries", file)
                .Split('\n')
                .Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal))
        );

    [GeneratedRegex(@"loadTextContent\('\.\./queries/(?<file>[\w.-]+)'\)", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Loaded();

    [GeneratedRegex(@"customDimensions\.(?<name>\w+)", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Fields();

    [GeneratedRegex(@"(customDimensions\.EventName\)|\bevent) (==|in) (""\w+""|\([^)]*\))", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Events();

    [GeneratedRegex(@"""(?<text>\w+)""", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"(customDimensions\.State\)|\bstate) == ""(?<state>\w+)""", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex States();

    [GeneratedRegex(@"(customDimensions\.Reason\)|\breason) == ""(?<reason>\w+)""", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Reasons();

    [GeneratedRegex(@"\batlas(\.\w+)+", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Instruments();

    [GeneratedRegex(@"^\w+", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Tables();
}
