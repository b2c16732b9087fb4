using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace Atlas.Sandbox.DemoJob;

/// <summary>The app's HTTP API, called as any integrator would: the sandbox shares no code with the app.</summary>
internal sealed class AppApi(Uri app, string key) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        BaseAddress = app,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) },
        Timeout = TimeSpan.FromMinutes(1),
    };

    public Task<JsonNode> CreateWorkspaceAsync(string name, string idempotencyKey) =>
        PostAsync("api/v1/workspaces", new JsonObject { ["name"] = name, ["timeZone"] = "Europe/Oslo" }, idempotencyKey);

    /// <summary>Begins a log-in.</summary>
    /// <param name="fields">What a person types in, where the login asks for something.</param>
    public Task<JsonNode> StartLoginAsync(string login, JsonObject? fields) =>
        PostAsync(
            "api/v1/channels/connect",
            new JsonObject
            {
                ["login"] = login,
                ["fields"] = fields,
                ["returnUrl"] = "/",
            }
        );

    /// <summary>Comes back from the network.</summary>
    /// <returns>The connection that waits for a choice.</returns>
    public async Task<JsonNode> ReturnAsync(Uri callback)
    {
        using var answer = await _http.GetAsync(callback);
        var back = QueryHelpers.ParseQuery(answer.Headers.Location?.Query ?? "");
        if (back.TryGetValue("connection", out var connection))
        {
            using var read = await _http.GetAsync($"api/v1/connections/{connection}");
            return await ReadAsync(read);
        }

        throw new DemoException($"The log-in ended with: {back["connectionMessage"]}", isUnknownKey: false);
    }

    /// <returns>The channels.</returns>
    public async Task<JsonArray> ChooseAsync(string connection, IEnumerable<string> accounts)
    {
        var body = new JsonObject { ["accountIds"] = new JsonArray([.. accounts.Select(id => (JsonNode)id)]) };
        return (await PostAsync($"api/v1/connections/{connection}/channels", body))["items"]!.AsArray();
    }

    public async Task<bool> IsHealthyAsync(string channelId)
    {
        using var answer = await _http.GetAsync($"api/v1/channels/{channelId}/health");
        return answer.IsSuccessStatusCode && (await ReadAsync(answer))["healthy"]?.GetValue<bool>() is true;
    }

    public async Task<string> UploadAsync(string file)
    {
        await using var stream = File.OpenRead(file);
        using var content = new StreamContent(stream);
        content.Headers.ContentType = new MediaTypeHeaderValue(
            Path.GetExtension(file) switch
            {
                ".mp4" => "video/mp4",
                ".pdf" => "application/pdf",
                _ => "image/jpeg",
            }
        );
        using var answer = await _http.PostAsync(
            $"api/v1/media?fileName={Uri.EscapeDataString(Path.GetFileName(file))}",
            content
        );
        return Id(await ReadAsync(answer));
    }

    /// <returns>The ids of its publications.</returns>
    public async Task<IReadOnlyList<string>> ScheduleAsync(
        DemoPost post,
        string channelId,
        IEnumerable<string> media,
        JsonObject? options,
        DateTimeOffset at,
        string idempotencyKey
    )
    {
        var body = new JsonObject
        {
            ["channelIds"] = new JsonArray(channelId),
            ["type"] = post.Type,
            ["text"] = post.Text,
            ["media"] = new JsonArray([.. media.Select(id => (JsonNode)new JsonObject { ["mediaId"] = id })]),
            ["firstComment"] = post.FirstComment,
            ["title"] = post.Title,
            ["link"] = post.Link,
            ["thread"] = post.Thread is []
                ? null
                : new JsonArray([.. post.Thread.Select(text => (JsonNode)new JsonObject { ["text"] = text })]),
            ["options"] = options,
            ["dueAt"] = at.UtcDateTime.ToString("O"),
        };
        var answer = await PostAsync("api/v1/posts", body, idempotencyKey);
        return [.. answer["publications"]!.AsArray().Select(publication => publication!["id"]!.GetValue<string>())];
    }

    public async Task<JsonNode> ReadPublicationAsync(string id)
    {
        using var answer = await _http.GetAsync($"api/v1/publications/{id}");
        return await ReadAsync(answer);
    }

    public void Dispose() => _http.Dispose();

    private async Task<JsonNode> PostAsync(string path, JsonObject body, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Content = new StringContent(body.ToJsonString(), new MediaTypeHeaderValue("application/json"));
        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        using var answer = await _http.SendAsync(request);
        return await ReadAsync(answer);
    }

    private static async Task<JsonNode> ReadAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode && JsonNode.Parse(text) is { } json
            ? json
            : throw new DemoException(
                $"{answer.RequestMessage?.Method} {answer.RequestMessage?.RequestUri?.AbsolutePath} answered {(int)answer.StatusCode}: {text}",
                answer.StatusCode is HttpStatusCode.Unauthorized
            );
    }

    private static string Id(JsonNode node) => node["id"]!.GetValue<string>();
}
