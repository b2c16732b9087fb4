using System.Text.Json;
using System.Text.RegularExpressions;

namespace Atlas.Infra.Tests.Bicep;

[Collection(BicepCollection.Name)]
public sealed partial class SyntaxTests(BicepSources bicep)
{
    [Fact]
    public void Every_file_parses()
    {
        Assert.NotEmpty(bicep.Files);
        Assert.Empty(bicep.Files.SelectMany(file => file.Errors.Select(error => $"{file.Name} {error}")));
    }

    [Fact]
    public async Task A_mistake_is_found()
    {
        var broken = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(broken, "resource a 'Microsoft.X/y@2025-01-01' = {\n  name 'x'\n}\n");
            using var parsed = JsonDocument.Parse(await BicepGrammar.ParseAsync([broken]));
            Assert.NotEqual(0, parsed.RootElement[0].GetProperty("errors").GetArrayLength());
        }
        finally
        {
            File.Delete(broken);
        }
    }

    [Fact]
    public void Every_module_gets_the_parameters_that_it_declares_and_no_others()
    {
        foreach (var module in bicep.Main.Of("module"))
        {
            var file = bicep.File(Path.GetFileName(module.Type!));
            var given = module.Value["params"]!.Properties.Select(property => property.Name).ToHashSet();
            var declared = file.Of("param").ToList();

            Assert.Empty(given.Except(declared.Select(parameter => parameter.Name)));
            Assert.Empty(
                declared.Where(parameter => parameter.Value.Kind == "type").Select(parameter => parameter.Name).Except(given)
            );
        }
    }

    [Fact]
    public void Every_module_is_used_and_every_output_that_is_read_exists()
    {
        var used = bicep
            .Main.Of("module")
            .ToDictionary(module => module.Name, module => bicep.File(Path.GetFileName(module.Type!)));

        Assert.Equal(bicep.Files.Count - 1, used.Count);
        foreach (Match read in Outputs().Matches(File.ReadAllText(bicep.Main.Path)))
        {
            Assert.Contains(used[read.Groups["module"].Value].Of("output"), output => output.Name == read.Groups["output"].Value);
        }
    }

    [Fact]
    public void Every_parameter_and_variable_is_used()
    {
        foreach (var file in bicep.Files)
        {
            var text = File.ReadAllText(file.Path);
            foreach (var declared in file.Of("param").Concat(file.Of("var")))
            {
                Assert.True(
                    Regex.Count(
                        text,
                        $@"(?<=\bin ){declared.Name}\b|(?<![\w.'])!?{declared.Name}\b(?!:)",
                        RegexOptions.None,
                        TimeSpan.FromSeconds(5)
                    ) > 1,
                    $"{file.Name}: {declared.Name} is used nowhere."
                );
            }
        }
    }

    [Fact]
    public void One_version_of_each_resource_type_is_used()
    {
        var versions = bicep
            .Files.SelectMany(file => file.Of("resource"))
            .Select(resource => resource.Type!)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .GroupBy(type => type.Split('@')[0], StringComparer.OrdinalIgnoreCase);
        Assert.All(versions, type => Assert.Single(type));
    }

    [Fact]
    public void The_parameters_file_names_parameters_of_the_template_and_every_one_without_a_default()
    {
        using var json = JsonDocument.Parse(Repository.Read("infra", "main.parameters.json"));
        var given = json.RootElement.GetProperty("parameters").EnumerateObject().Select(parameter => parameter.Name).ToHashSet();
        var declared = bicep.Main.Of("param").ToList();

        Assert.Empty(given.Except(declared.Select(parameter => parameter.Name)));
        Assert.Empty(
            declared.Where(parameter => parameter.Value.Kind == "type").Select(parameter => parameter.Name).Except(given)
        );
    }

    [GeneratedRegex(@"(?<module>\w+)!?\.outputs\.(?<output>\w+)", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Outputs();
}
