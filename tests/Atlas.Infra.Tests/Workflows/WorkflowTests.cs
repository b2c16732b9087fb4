using System.Text.Json;
using System.Text.RegularExpressions;
using Atlas.Core.Messaging;
using Atlas.Infra.Tests.Bicep;
using YamlDotNet.RepresentationModel;

namespace Atlas.Infra.Tests.Workflows;

[Collection(BicepCollection.Name)]
public sealed partial class WorkflowTests(BicepSources bicep)
{
    public static TheoryData<string> Workflows() => [.. Files()];

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Actions_are_pinned_and_rights_are_stated(string file)
    {
        var text = Repository.Read(".github", "workflows", file);
        var workflow = Load(text);

        Assert.True(
            workflow.Children.ContainsKey("permissions"),
            "A workflow without permissions gets the repository's default ones."
        );
        Assert.DoesNotContain("write-all", text);
        foreach (Match use in Uses().Matches(text))
        {
            Assert.Matches(
                @"^(\./\.github/workflows/[\w-]+\.yml|[\w.-]+/[\w./-]+@v\d+(\.\d+\.\d+)?)$",
                use.Groups["action"].Value
            );
        }
    }

    /// <summary>An expression in a script is text before the shell sees it: what somebody typed becomes a command.</summary>
    [Theory]
    [MemberData(nameof(Workflows))]
    public void No_script_has_an_expression_in_it(string file)
    {
        var scripts = Steps(Load(Repository.Read(".github", "workflows", file)))
            .Where(step => step.Children.ContainsKey("run"))
            .Select(step => ((YamlScalarNode)step["run"]).Value!);
        Assert.All(scripts, script => Assert.DoesNotContain("${{", script));
    }

    [Fact]
    public void Deployment_uses_no_stored_password()
    {
        var deploy = Repository.Read(".github", "workflows", "deploy.yml");
        Assert.Contains("id-token: write", deploy);
        Assert.DoesNotMatch("(?i)creds:|client-secret|publish-profile", deploy);
    }

    [Fact]
    public void Deployment_gives_parameters_that_the_template_has()
    {
        var declared = bicep.Main.Of("param").Select(parameter => parameter.Name).ToHashSet();
        var given = Parameters()
            .Matches(Repository.Read(".github", "workflows", "deploy.yml"))
            .Select(match => match.Groups["name"].Value);
        Assert.NotEmpty(given);
        Assert.Empty(given.Except(declared));
    }

    [Fact]
    public void Every_script_that_a_workflow_runs_exists()
    {
        var commands = string.Join('\n', Files().Select(file => Repository.Read(".github", "workflows", file)));
        foreach (Match path in Paths().Matches(commands))
        {
            Assert.True(File.Exists(Repository.PathOf(path.Value.Split('/'))), path.Value);
        }
    }

    /// <summary>The emulator has the queue of the template, with the same number of tries.</summary>
    [Fact]
    public void The_emulator_is_set_up_like_the_real_queue()
    {
        using var json = JsonDocument.Parse(Repository.Read("tests", "azure", "servicebus.json"));
        var queue = json
            .RootElement.GetProperty("UserConfig")
            .GetProperty("Namespaces")[0]
            .GetProperty("Queues")
            .EnumerateArray()
            .Single();
        var real = bicep.File("servicebus.bicep").Find("resource", "queue").Value["properties"]!;

        Assert.Equal(Outbox.Queue, queue.GetProperty("Name").GetString());
        Assert.Equal(
            real["maxDeliveryCount"]!.Text,
            queue.GetProperty("Properties").GetProperty("MaxDeliveryCount").GetRawText()
        );
        Assert.Equal(real["lockDuration"]!.Text, queue.GetProperty("Properties").GetProperty("LockDuration").GetString());
    }

    [Fact]
    public void The_developer_cli_finds_app_and_template()
    {
        var project = Load(Repository.Read("azure.yaml"));
        var app = (YamlMappingNode)project["services"]["app"];
        Assert.True(Directory.Exists(Repository.PathOf(((YamlScalarNode)app["project"]).Value!.Split('/'))));
        Assert.True(File.Exists(Repository.PathOf(project["infra"]["path"].ToString(), $"{project["infra"]["module"]}.bicep")));

        // azd finds the app to deploy to by this tag.
        var tags = bicep.File("functionapp.bicep").Find("resource", "app").Value["tags"]!.Text;
        Assert.Contains("'azd-service-name': 'app'", tags);
    }

    private static IEnumerable<string> Files() =>
        Directory.GetFiles(Repository.PathOf(".github", "workflows"), "*.yml").Select(path => Path.GetFileName(path));

    private static YamlMappingNode Load(string text)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(text));
        return (YamlMappingNode)yaml.Documents[0].RootNode;
    }

    private static IEnumerable<YamlMappingNode> Steps(YamlMappingNode workflow) =>
        ((YamlMappingNode)workflow["jobs"])
            .Children.Values.Cast<YamlMappingNode>()
            .Where(job => job.Children.ContainsKey("steps"))
            .SelectMany(job => ((YamlSequenceNode)job["steps"]).Children.Cast<YamlMappingNode>());

    [GeneratedRegex(@"uses: (?<action>\S+)", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Uses();

    [GeneratedRegex(@"\b(?<name>[a-z]\w+)=""\$[A-Z_]+""", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Parameters();

    [GeneratedRegex(@"\b(tests|infra)/[\w/.-]+\.(sh|yml|bicep)\b", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Paths();
}
