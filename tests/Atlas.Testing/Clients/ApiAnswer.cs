using System.Net;
using System.Text.Json;

namespace Atlas.Testing.Clients;

/// <param name="Body">Undefined where there is none.</param>
public sealed record ApiAnswer(HttpStatusCode Status, JsonElement Body, string? ETag, string? ContentType)
{
    public JsonElement this[string property] => Body.GetProperty(property);

    public string Id => Body.GetProperty("id").GetString()!;

    public bool IsSuccess => (int)Status is >= 200 and < 300;

    public ApiAnswer Expect(HttpStatusCode status) =>
        Status == status ? this : throw new InvalidOperationException($"Answered {(int)Status}, not {(int)status}: {Body}");
}
