using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Atlas.Functions.Reference;

/// <summary>Renders the contract as one page that needs nothing else: operations by tag, then the schemas.</summary>
internal sealed class ReferencePage(JsonObject contract)
{
    public string Render()
    {
        var html = new StringBuilder();
        var info = contract["info"]!;
        html.Append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">")
            .Append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>")
            .Append(Text(info["title"]))
            .Append("</title><style>")
            .Append(PageStyle.Css)
            .Append("</style></head><body><main><h1>")
            .Append(Text(info["title"]))
            .Append("</h1>");
        Paragraphs(html, info["description"]);
        var operations = Operations().ToLookup(operation => operation.Tag);
        foreach (var tag in contract["tags"]?.AsArray() ?? [])
        {
            var name = (string)tag!["name"]!;
            html.Append($"<h2 id=\"{Text(name)}\">{Text(name)}</h2>");
            Paragraphs(html, tag["description"]);
            foreach (var operation in operations[name])
            {
                Operation(html, operation);
            }
        }

        html.Append("<h2 id=\"schemas\">Schemas</h2>");
        foreach (var (name, schema) in contract["components"]!["schemas"]!.AsObject())
        {
            html.Append($"<h3 id=\"schema-{Text(name)}\">{Text(name)}</h3>");
            Paragraphs(html, schema!["description"]);
            Properties(html, schema);
        }

        return html.Append("</main></body></html>").ToString();
    }

    private IEnumerable<(string Tag, string Verb, string Path, JsonNode Body)> Operations() =>
        from path in contract["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        where operation.Value is JsonObject
        select ((string)operation.Value!["tags"]![0]!, operation.Key.ToUpperInvariant(), path.Key, operation.Value!);

    private void Operation(StringBuilder html, (string Tag, string Verb, string Path, JsonNode Body) operation)
    {
        var body = operation.Body;
        html.Append(
            $"<h3 id=\"{Text(body["operationId"])}\"><span class=\"verb\">{operation.Verb}</span> <span class=\"path\">{Text(operation.Path)}</span></h3>"
        );
        html.Append($"<p>{Text(body["summary"])}</p>");
        html.Append(
            body["x-scope"] is { } scope
                ? $"<p class=\"soft\">Scope <code>{Text(scope)}</code></p>"
                : "<p class=\"soft\">Needs no key</p>"
        );
        Paragraphs(html, body["description"]);
        if (body["parameters"] is JsonArray { Count: > 0 } parameters)
        {
            html.Append("<div class=\"scroll\"><table><tr><th>Parameter</th><th>In</th><th>Meaning</th></tr>");
            foreach (var parameter in parameters.Select(parameter => Resolve(parameter!)))
            {
                html.Append(
                    $"<tr><td><code>{Text(parameter["name"])}</code></td><td>{Text(parameter["in"])}</td><td>{Prose(parameter["description"])}</td></tr>"
                );
            }

            html.Append("</table></div>");
        }

        if (body["requestBody"]?["content"] is JsonObject content)
        {
            html.Append(
                $"<p><span class=\"soft\">Body</span> {string.Join(", ", content.Select(kind => $"<code>{Text(kind.Key)}</code> {TypeOf(kind.Value!["schema"])}"))}</p>"
            );
        }

        html.Append("<p class=\"soft\">Answers</p><ul>");
        foreach (var (status, documented) in body["responses"]!.AsObject())
        {
            var answer = Resolve(documented!);
            var schema = answer["content"]?.AsObject().FirstOrDefault().Value?["schema"];
            html.Append($"<li><code>{status}</code> {Prose(answer["description"])} {TypeOf(schema)}</li>");
        }

        html.Append("</ul>");
    }

    private static void Properties(StringBuilder html, JsonNode schema)
    {
        if (schema["properties"] is not JsonObject properties)
        {
            html.Append($"<p>{TypeOf(schema)}</p>");
            return;
        }

        html.Append("<div class=\"scroll\"><table><tr><th>Field</th><th>Type</th><th>Meaning</th></tr>");
        foreach (var (name, property) in properties)
        {
            html.Append(
                $"<tr><td><code>{Text(name)}</code></td><td>{TypeOf(property)}</td><td>{Prose(property!["description"])}</td></tr>"
            );
        }

        html.Append("</table></div>");
    }

    private static string TypeOf(JsonNode? schema) =>
        schema switch
        {
            null => "",
            _ when schema["$ref"] is { } reference => $"<a href=\"#schema-{LastOf(reference)}\">{LastOf(reference)}</a>",
            _ when schema["items"] is { } items => $"list of {TypeOf(items)}",
            _ when schema["enum"] is JsonArray values => string.Join(", ", values.Select(value => $"<code>{Text(value)}</code>")),
            _ when schema["oneOf"] is JsonArray several => string.Join(" or ", several.Select(TypeOf)),
            _ when schema["type"] is JsonArray types => string.Join(" or ", types.Select(type => Text(type))),
            _ => Text(schema["format"] ?? schema["type"]),
        };

    private static void Paragraphs(StringBuilder html, JsonNode? text)
    {
        foreach (var paragraph in ((string?)text ?? "").Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            html.Append($"<p>{Prose(paragraph.Trim())}</p>");
        }
    }

    private JsonNode Resolve(JsonNode node) =>
        node["$ref"] is not { } reference
            ? node
            : ((string)reference!).Split('/')[1..].Aggregate((JsonNode)contract, (found, part) => found[part]!);

    /// <summary>Text in which `this` is code.</summary>
    private static string Prose(JsonNode? text) =>
        string.Concat(
            WebUtility.HtmlEncode((string?)text ?? "").Split('`').Select((part, i) => i % 2 == 0 ? part : $"<code>{part}</code>")
        );

    private static string LastOf(JsonNode reference) => WebUtility.HtmlEncode(((string)reference!).Split('/')[^1]);

    private static string Text(JsonNode? node) => WebUtility.HtmlEncode(node?.ToString() ?? "");

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
