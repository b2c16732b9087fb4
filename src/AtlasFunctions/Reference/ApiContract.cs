using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Atlas.Functions.Reference;

/// <summary>The contract in openapi.yaml, as JSON and as a page. Read once, when first asked for.</summary>
public sealed class ApiContract
{
    private const string Resource = "openapi.yaml";
    private readonly Lazy<JsonObject> _document = new(Load);
    private readonly Lazy<byte[]> _json;
    private readonly Lazy<byte[]> _page;

    public ApiContract()
    {
        _json = new Lazy<byte[]>(() => JsonSerializer.SerializeToUtf8Bytes(_document.Value));
        _page = new Lazy<byte[]>(() => Encoding.UTF8.GetBytes(new ReferencePage(_document.Value).Render()));
    }

    public JsonObject Document => _document.Value;

    public ReadOnlyMemory<byte> Json => _json.Value;

    public ReadOnlyMemory<byte> Page => _page.Value;

    private static JsonObject Load()
    {
        using var stream =
            typeof(ApiContract).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"{Resource} is not in the assembly.");
        using var reader = new StreamReader(stream);
        var yaml = new YamlStream();
        yaml.Load(reader);
        return (JsonObject)ToJson(yaml.Documents[0].RootNode)!;
    }

    private static JsonNode? ToJson(YamlNode node) =>
        node switch
        {
            YamlMappingNode map => new JsonObject(
                map.Children.Select(pair => KeyValuePair.Create(((YamlScalarNode)pair.Key).Value!, ToJson(pair.Value)))
            ),
            YamlSequenceNode list => new JsonArray([.. list.Children.Select(ToJson)]),
            YamlScalarNode { Style: ScalarStyle.Plain, Value: var text } => Plain(text),
            YamlScalarNode { Value: var text } => JsonValue.Create(text),
            _ => throw new NotSupportedException($"No JSON for a {node.NodeType}."),
        };

    /// <summary>YAML's core schema: what is not quoted may be a number, a truth or nothing.</summary>
    private static JsonNode? Plain(string? text) =>
        text switch
        {
            null or "" or "null" or "~" => null,
            "true" => JsonValue.Create(true),
            "false" => JsonValue.Create(false),
            _ when long.TryParse(text, out var whole) => JsonValue.Create(whole),
            _ when double.TryParse(text, out var number) => JsonValue.Create(number),
            _ => JsonValue.Create(text),
        };
}
