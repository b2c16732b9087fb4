using System.Net;
using System.Text.Json;

namespace Atlas.Sandbox.Tests;

internal sealed record Answer(HttpStatusCode Status, JsonElement Body, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>Of a success; fails with the body otherwise.</summary>
    public string Id
    {
        get
        {
            Assert.True(Status is HttpStatusCode.OK, Body.ToString());
            return Body.GetProperty("id").GetString() ?? "";
        }
    }

    /// <summary>Code and subcode of an error in the Graph shape, which is checked too.</summary>
    public (int Code, int? Subcode) Error
    {
        get
        {
            Assert.True(Body.TryGetProperty("error", out var error), Body.ToString());
            Assert.NotEqual(HttpStatusCode.OK, Status);
            Assert.False(string.IsNullOrEmpty(error.GetProperty("message").GetString()));
            Assert.False(string.IsNullOrEmpty(error.GetProperty("type").GetString()));
            Assert.False(string.IsNullOrEmpty(error.GetProperty("fbtrace_id").GetString()));
            return (
                error.GetProperty("code").GetInt32(),
                error.TryGetProperty("error_subcode", out var sub) ? sub.GetInt32() : null
            );
        }
    }

    public string this[string name] => Body.GetProperty(name).ToString();

    public static async Task<Answer> ReadAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        using var json = JsonDocument.Parse(text);
        return new Answer(
            response.StatusCode,
            json.RootElement.Clone(),
            response.Headers.ToDictionary(
                header => header.Key,
                header => string.Join(',', header.Value),
                StringComparer.OrdinalIgnoreCase
            )
        );
    }
}
