using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Azure;
using Azure.Core;

namespace Atlas.LocalRuntime.Tables;

/// <summary>Reads the service's <c>odata.error</c>, and out of a batch the index that its message begins with.</summary>
internal sealed class TableErrorParser : RequestFailedDetailsParser
{
    public const string FailedAction = "FailedEntity";

    public static TableErrorParser Instance { get; } = new();

    public override bool TryParse(
        Response response,
        [NotNullWhen(true)] out ResponseError? error,
        [NotNullWhen(true)] out IDictionary<string, string>? data
    )
    {
        error = null;
        data = null;
        if (response.ContentStream is not { CanSeek: true } stream)
        {
            return false;
        }

        try
        {
            stream.Position = 0;
            using var document = JsonDocument.Parse(stream);
            if (!document.RootElement.TryGetProperty("odata.error", out var found))
            {
                return false;
            }

            var message = Message(found);
            error = new ResponseError(found.TryGetProperty("code", out var code) ? code.GetString() : null, message);
            data = new Dictionary<string, string>();
            if (message?.IndexOf(':') is { } colon and > 0 && message.AsSpan(0, colon).IndexOfAnyExceptInRange('0', '9') < 0)
            {
                data[FailedAction] = message[..colon];
            }

            return true;
        }
        catch (JsonException) // a proxy's page instead of the service's answer: the status says enough
        {
            return false;
        }
        finally
        {
            stream.Position = 0;
        }
    }

    private static string? Message(JsonElement error) =>
        error.TryGetProperty("message", out var message)
            ? message.ValueKind is JsonValueKind.Object
                ? message.GetProperty("value").GetString()
                : message.GetString()
            : null;
}
