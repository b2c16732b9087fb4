using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Atlas.Functions.Tests.App;

public sealed class ApiClient(HttpClient http)
{
    public HttpClient Http => http;

    public Task<ApiAnswer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<ApiAnswer> DeleteAsync(string path, string? ifMatch = null) =>
        SendAsync(HttpMethod.Delete, path, ifMatch: ifMatch);

    public Task<ApiAnswer> PostAsync(string path, object? body = null, string? key = null, string? ifMatch = null) =>
        SendAsync(HttpMethod.Post, path, body is null ? null : JsonContent.Create(body), key, ifMatch);

    public Task<ApiAnswer> PatchAsync(string path, object body, string? ifMatch = null) =>
        SendAsync(HttpMethod.Patch, path, JsonContent.Create(body), ifMatch: ifMatch);

    public Task<ApiAnswer> UploadAsync(string fileName, string? contentType, byte[] bytes, string? key = null)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = contentType is null ? null : new MediaTypeHeaderValue(contentType);
        return SendAsync(HttpMethod.Post, $"/api/v1/media?fileName={fileName}", content, key);
    }

    public async Task<ApiAnswer> SendAsync(
        HttpMethod method,
        string path,
        HttpContent? content = null,
        string? key = null,
        string? ifMatch = null
    )
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        using var response = await http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        var isJson = response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true;
        return new ApiAnswer(
            response.StatusCode,
            isJson ? JsonNode.Parse(text) : null,
            response.Headers.ETag?.Tag,
            response.Headers.Location?.OriginalString,
            text
        );
    }
}

public sealed record ApiAnswer(HttpStatusCode Status, JsonNode? Body, string? ETag, string? Location, string Text)
{
    public JsonNode? this[string name] => Body?[name];

    public string Id => (string)Body!["id"]!;

    /// <summary>The fields that a problem names.</summary>
    public IReadOnlyList<string> Fields => [.. Body!["errors"]!.AsArray().Select(error => (string)error!["field"]!)];

    public ApiAnswer Expect(HttpStatusCode status)
    {
        Assert.True(status == Status, $"{(int)Status} instead of {(int)status}: {Text}");
        return this;
    }
}
