using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Atlas.Testing.Clients;

/// <summary>The HTTP API as a caller with a key sees it.</summary>
public sealed class AtlasClient : IDisposable
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private readonly HttpClient _http;

    public AtlasClient(Uri url, string? key, int connections = 64)
    {
        _http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = connections }) { BaseAddress = url };
        _http.DefaultRequestHeaders.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
    }

    /// <summary>With the setup key: the new workspace's id and its first API key.</summary>
    public async Task<(string WorkspaceId, string ApiKey)> CreateWorkspaceAsync(string name)
    {
        var made = (await PostAsync("api/v1/workspaces", new { name, timeZone = "Europe/Berlin" })).Expect(
            HttpStatusCode.Created
        );
        return (made.Id, made["apiKey"].GetProperty("secret").GetString()!);
    }

    /// <returns>The channel's id.</returns>
    public async Task<string> ConnectAsync(SandboxAccount account)
    {
        var body = new
        {
            platform = "instagram",
            login = account.Login,
            accountId = account.AccountId,
            accessToken = account.Token,
        };
        var made = await PostAsync("api/v1/channels", body);
        return made.IsSuccess ? made.Id : throw new InvalidOperationException($"Answered {(int)made.Status}: {made.Body}");
    }

    /// <summary>Connects by way of the network's consent page (or the form of a login that has none), as a person would.</summary>
    /// <param name="user">Who consents; not looked at for a form.</param>
    /// <param name="fields">What the person types in.</param>
    /// <param name="wanted">Which of the accounts that the consent opens.</param>
    /// <returns>Channel ids by <c>platform/accountId</c>.</returns>
    public async Task<IReadOnlyDictionary<string, string>> LogInAsync(
        string login,
        string user,
        object? fields = null,
        Func<JsonElement, bool>? wanted = null,
        string? declined = null
    )
    {
        var started = (
            await PostAsync(
                "api/v1/channels/connect",
                new
                {
                    login,
                    fields,
                    returnUrl = "/",
                }
            )
        ).Expect(HttpStatusCode.OK);
        var connection = started["url"].GetString() is { } page
            ? await ReturnAsync(await SandboxClient.ConsentAsync(new Uri(page), user, declined))
            : started["connection"];
        var chosen = connection.GetProperty("accounts").EnumerateArray().Where(wanted ?? (_ => true)).ToList();
        var accountIds = chosen.Select(account => account.GetProperty("id").GetString()).ToList();
        var path = $"api/v1/connections/{connection.GetProperty("id").GetString()}/channels";
        var made = (await PostAsync(path, new { accountIds })).Expect(HttpStatusCode.OK);
        return made["items"]
            .EnumerateArray()
            .ToDictionary(
                channel => $"{channel.GetProperty("platform").GetString()}/{channel.GetProperty("accountId").GetString()}",
                channel => channel.GetProperty("id").GetString()!
            );
    }

    /// <summary>Goes where the network sends the person.</summary>
    /// <returns>The connection that waits for a choice.</returns>
    private async Task<JsonElement> ReturnAsync(Uri callback)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var answer = await http.GetAsync(callback);
        var back = answer.Headers.Location?.ToString() ?? "";
        var mark = back.IndexOf("connection=", StringComparison.Ordinal);
        return mark < 0
            ? throw new InvalidOperationException(
                $"The callback answered {(int)answer.StatusCode} {back}: {await answer.Content.ReadAsStringAsync()}"
            )
            : (await GetAsync($"api/v1/connections/{back[(mark + "connection=".Length)..].Split('&')[0]}"))
                .Expect(HttpStatusCode.OK)
                .Body;
    }

    /// <returns>The asset's id.</returns>
    public async Task<string> UploadAsync(string fileName, byte[] bytes, string contentType)
    {
        using var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        var made = await SendAsync(HttpMethod.Post, $"api/v1/media?fileName={Uri.EscapeDataString(fileName)}", content);
        return made.Expect(HttpStatusCode.Created).Id;
    }

    public Task<ApiAnswer> CreatePostAsync(NewPost post, string? idempotencyKey = null) =>
        PostAsync(
            "api/v1/posts",
            new
            {
                channelIds = post.Channels,
                type = post.Type,
                text = post.Text,
                media = post.Media.Select(mediaId => new { mediaId }),
                firstComment = post.FirstComment,
                dueAt = post.At,
                latePolicy = post.LatePolicy,
            },
            idempotencyKey
        );

    public async Task<ScheduledPost> ScheduleAsync(NewPost post)
    {
        var made = (await CreatePostAsync(post)).Expect(HttpStatusCode.Created);
        var publications = made["publications"]
            .EnumerateArray()
            .Select(publication => publication.GetProperty("id").GetString()!);
        return new ScheduledPost(made.Id, [.. publications], made.ETag);
    }

    /// <summary>With the setup key.</summary>
    public async Task<AppCounters> CountersAsync() =>
        (await GetAsync("api/metrics")).Expect(HttpStatusCode.OK).Body.Deserialize<AppCounters>(s_json)!;

    public Task<ApiAnswer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, content: null);

    public Task<ApiAnswer> PostAsync(string path, object? body = null, string? idempotencyKey = null) =>
        SendJsonAsync(HttpMethod.Post, path, body, idempotencyKey: idempotencyKey);

    public Task<ApiAnswer> PatchAsync(string path, object body, string? ifMatch = null) =>
        SendJsonAsync(HttpMethod.Patch, path, body, ifMatch);

    public Task<ApiAnswer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, content: null);

    /// <summary>All pages of a list.</summary>
    public async Task<List<JsonElement>> ListAsync(string path)
    {
        List<JsonElement> items = [];
        string? cursor = null;
        do
        {
            var page = await GetAsync(
                $"{path}{(path.Contains('?') ? '&' : '?')}limit=100{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}"
            );
            page.Expect(HttpStatusCode.OK);
            items.AddRange(page["items"].EnumerateArray());
            cursor = page.Body.TryGetProperty("next", out var next) ? next.GetString() : null;
        } while (cursor is not null);

        return items;
    }

    public async Task<PublicationInfo> PublicationAsync(string id) =>
        (await GetAsync($"api/v1/publications/{id}")).Expect(HttpStatusCode.OK).Body.Deserialize<PublicationInfo>(s_json)!;

    public async Task<List<PublicationInfo>> PublicationsAsync(string filter = "") =>
        [.. (await ListAsync($"api/v1/publications{filter}")).Select(item => item.Deserialize<PublicationInfo>(s_json)!)];

    public async Task<ApiAnswer> SendAsync(
        HttpMethod method,
        string path,
        HttpContent? content,
        string? ifMatch = null,
        string? idempotencyKey = null
    )
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        using var answer = await _http.SendAsync(request);
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        var type = answer.Content.Headers.ContentType?.MediaType;
        var body =
            bytes.Length > 0 && type?.EndsWith("json", StringComparison.Ordinal) == true
                ? JsonSerializer.Deserialize<JsonElement>(bytes)
                : default;
        return new ApiAnswer(answer.StatusCode, body, answer.Headers.ETag?.ToString(), type);
    }

    public void Dispose() => _http.Dispose();

    private async Task<ApiAnswer> SendJsonAsync(
        HttpMethod method,
        string path,
        object? body,
        string? ifMatch = null,
        string? idempotencyKey = null
    )
    {
        using var content = body is null ? null : JsonContent.Create(body, body.GetType(), options: s_json);
        return await SendAsync(method, path, content, ifMatch, idempotencyKey);
    }
}
