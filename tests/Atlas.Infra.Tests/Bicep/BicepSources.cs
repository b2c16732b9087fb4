using System.Text.Json;

namespace Atlas.Infra.Tests.Bicep;

/// <summary>All of <c>infra/</c>, parsed once.</summary>
public sealed class BicepSources : IAsyncLifetime
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    public IReadOnlyList<BicepFile> Files { get; private set; } = [];

    public BicepFile Main => File("main.bicep");

    public IEnumerable<(BicepFile File, BicepDeclaration Resource)> Resources =>
        Files.SelectMany(file => file.Of("resource").Where(resource => !resource.Existing).Select(resource => (file, resource)));

    public BicepFile File(string name) => Files.Single(file => file.Name == name);

    /// <summary>What an identifier of a module comes to: through its parameters and variables up to the main file's text.</summary>
    public string Resolve(BicepFile file, BicepValue value)
    {
        if (value.Kind != "identifier")
        {
            return value.Text;
        }

        if (file.Of("var").FirstOrDefault(variable => variable.Name == value.Text) is { } variable)
        {
            return Resolve(file, variable.Value);
        }

        if (file == Main)
        {
            return value.Text; // a parameter: whoever deploys decides
        }

        var module = Main.Of("module").Single(module => module.Type == $"modules/{file.Name}");
        var given =
            module.Value["params"]?[value.Text]
            ?? throw new InvalidOperationException($"main.bicep gives {file.Name} no {value.Text}.");
        return Resolve(Main, given);
    }

    public async Task InitializeAsync()
    {
        var files = Directory.GetFiles(Repository.PathOf("infra"), "*.bicep", SearchOption.AllDirectories);
        var parsed = await BicepGrammar.ParseAsync(files);
        Files = JsonSerializer.Deserialize<BicepFile[]>(parsed, s_json)!;
    }

    public Task DisposeAsync() => Task.CompletedTask;
}

[CollectionDefinition(Name)]
public sealed class BicepCollection : ICollectionFixture<BicepSources>
{
    public const string Name = "Bicep";
}
