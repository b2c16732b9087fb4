using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Atlas.Sandbox.Networks;

/// <summary>Reads the body of a call, whichever of JSON, form or multipart it is.</summary>
internal static class RestBody
{
    private static readonly FormOptions Large = new() { MultipartBodyLengthLimit = 400L << 20, ValueLengthLimit = 4 << 20 };

    public static async ValueTask ReadAsync(RestCall call)
    {
        var request = call.Http.Request;
        if (request.ContentLength is 0 || request.Method is "GET" or "HEAD")
        {
            return;
        }

        if (request.HasFormContentType)
        {
            await ReadFormAsync(call);
        }
        else if (request.HasJsonContentType())
        {
            await ReadJsonAsync(call);
        }
    }

    private static async ValueTask ReadFormAsync(RestCall call)
    {
        try
        {
            call.Http.Features.Set<IFormFeature>(new FormFeature(call.Http.Request, Large));
            var form = await call.Http.Request.ReadFormAsync();
            TakeForm(call, form);
            call.Files = (FormFileCollection)form.Files;
        }
        catch (InvalidDataException)
        {
            call.Body = JsonFields.Unreadable("The form could not be read");
        }
    }

    /// <summary>Texts by name as the fields of the body; for networks that take a query in its place too.</summary>
    public static void TakeForm(RestCall call, IEnumerable<KeyValuePair<string, StringValues>> form)
    {
        var values = new JsonObject();
        foreach (var (name, texts) in form)
        {
            // "media_ids[]" is how forms write a list.
            values[name.EndsWith("[]") ? name[..^2] : name] = name.EndsWith("[]")
                ? new JsonArray([.. texts.Select(text => JsonValue.Create(text))])
                : texts.ToString();
        }

        call.Json = JsonSerializer.SerializeToElement(values, Control.ControlJson.Default.JsonObject);
        call.Body = JsonFields.Of(call.Json.Value, isForm: true);
    }

    private static async ValueTask ReadJsonAsync(RestCall call)
    {
        try
        {
            using var body = await JsonDocument.ParseAsync(call.Http.Request.Body, default, call.Http.RequestAborted);
            call.Json = body.RootElement.Clone();
            call.Body = JsonFields.Of(call.Json.Value);
        }
        catch (JsonException)
        {
            call.Body = JsonFields.Unreadable("The body is not valid JSON");
        }
    }
}
