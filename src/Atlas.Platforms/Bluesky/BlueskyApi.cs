using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Atlas.Core.Channels;
using Atlas.Platforms.Http;
using Microsoft.Extensions.Options;

namespace Atlas.Platforms.Bluesky;

/// <summary>The calls of AT Protocol and Bluesky that we make, each as one method. A server is a base URL without a slash at its end.</summary>
/// <seealso href="https://docs.bsky.app/docs/category/http-reference"/>
internal sealed class BlueskyApi(BlueskyHttp http, IOptions<BlueskyOptions> options, TimeProvider time)
{
    public const string Posts = "app.bsky.feed.post";

    private readonly BlueskyOptions _options = options.Value;

    public string Entryway => Root(_options.EntrywayBaseUrl);

    public string ServerOf(Channel channel) => channel.Server ?? Entryway;

    public ValueTask<BlueskyAnswer<BlueskyHandle>> ResolveHandleAsync(
        string server,
        string handle,
        CancellationToken cancellationToken
    ) =>
        ReadAsync(
            server,
            "com.atproto.identity.resolveHandle",
            $"?handle={Uri.EscapeDataString(handle)}",
            null,
            BlueskyJson.Default.BlueskyHandle,
            cancellationToken
        );

    /// <param name="did">A <c>did:plc</c>.</param>
    public async ValueTask<BlueskyAnswer<BlueskyDidDocument>> ReadDidDocumentAsync(
        string did,
        CancellationToken cancellationToken
    ) =>
        BlueskyAnswer<BlueskyDidDocument>.Of(
            await http.Calls.ReadAsync(
                new PlatformRequest(
                    "GET /{did}",
                    HttpMethod.Get,
                    $"{Root(_options.DirectoryBaseUrl)}/{did}",
                    _options.ReadTimeout
                ),
                cancellationToken
            ),
            BlueskyJson.Default.BlueskyDidDocument,
            time.GetUtcNow()
        );

    public Task<BlueskyAnswer<BlueskySession>> CreateSessionAsync(
        string server,
        string identifier,
        Secret password,
        CancellationToken cancellationToken
    ) =>
        WriteAsync(
            server,
            "com.atproto.server.createSession",
            null,
            new JsonObject { ["identifier"] = identifier, ["password"] = password.Reveal() },
            BlueskyJson.Default.BlueskySession,
            cancellationToken
        );

    public Task<BlueskyAnswer<BlueskySession>> RefreshSessionAsync(
        string server,
        Secret refresh,
        CancellationToken cancellationToken
    ) =>
        WriteAsync(
            server,
            "com.atproto.server.refreshSession",
            refresh,
            null,
            BlueskyJson.Default.BlueskySession,
            cancellationToken
        );

    public Task<BlueskyAnswer<BlueskyErrorBody>> DeleteSessionAsync(
        string server,
        Secret refresh,
        CancellationToken cancellationToken
    ) =>
        WriteAsync(
            server,
            "com.atproto.server.deleteSession",
            refresh,
            null,
            BlueskyJson.Default.BlueskyErrorBody,
            cancellationToken
        );

    public ValueTask<BlueskyAnswer<BlueskySession>> ReadSessionAsync(
        string server,
        Secret token,
        CancellationToken cancellationToken
    ) => ReadAsync(server, "com.atproto.server.getSession", "", token, BlueskyJson.Default.BlueskySession, cancellationToken);

    public ValueTask<BlueskyAnswer<BlueskyProfile>> ReadProfileAsync(
        string server,
        Secret token,
        string did,
        CancellationToken cancellationToken
    ) =>
        ReadAsync(
            server,
            "app.bsky.actor.getProfile",
            $"?actor={Uri.EscapeDataString(did)}",
            token,
            BlueskyJson.Default.BlueskyProfile,
            cancellationToken
        );

    public async Task<BlueskyAnswer<BlueskyUpload>> UploadBlobAsync(
        string server,
        Secret token,
        Stream file,
        string contentType,
        CancellationToken cancellationToken
    ) =>
        BlueskyAnswer<BlueskyUpload>.Of(
            await http.Calls.SendAsync(
                new PlatformRequest(
                    "POST com.atproto.repo.uploadBlob",
                    HttpMethod.Post,
                    $"{server}/xrpc/com.atproto.repo.uploadBlob",
                    _options.UploadTimeout,
                    token,
                    () => FileContent(file, contentType)
                ),
                cancellationToken
            ),
            BlueskyJson.Default.BlueskyUpload,
            time.GetUtcNow()
        );

    public Task<BlueskyAnswer<BlueskyRecord>> CreatePostAsync(
        string server,
        Secret token,
        string did,
        string rkey,
        JsonObject record,
        CancellationToken cancellationToken
    ) =>
        WriteAsync(
            server,
            "com.atproto.repo.createRecord",
            token,
            new JsonObject
            {
                ["repo"] = did,
                ["collection"] = Posts,
                ["rkey"] = rkey,
                ["record"] = record,
            },
            BlueskyJson.Default.BlueskyRecord,
            cancellationToken
        );

    public Task<BlueskyAnswer<BlueskyErrorBody>> DeletePostAsync(
        string server,
        Secret token,
        string did,
        string rkey,
        CancellationToken cancellationToken
    ) =>
        WriteAsync(
            server,
            "com.atproto.repo.deleteRecord",
            token,
            new JsonObject
            {
                ["repo"] = did,
                ["collection"] = Posts,
                ["rkey"] = rkey,
            },
            BlueskyJson.Default.BlueskyErrorBody,
            cancellationToken
        );

    public ValueTask<BlueskyAnswer<BlueskyRecord>> ReadPostAsync(
        string server,
        Secret token,
        string did,
        string rkey,
        CancellationToken cancellationToken
    ) =>
        ReadAsync(
            server,
            "com.atproto.repo.getRecord",
            $"?repo={Uri.EscapeDataString(did)}&collection={Posts}&rkey={Uri.EscapeDataString(rkey)}",
            token,
            BlueskyJson.Default.BlueskyRecord,
            cancellationToken
        );

    /// <summary>Posts as a reader of this account sees them, whoever wrote them. One that is gone is missing in the list.</summary>
    public ValueTask<BlueskyAnswer<BlueskyPosts>> ReadPostsAsync(
        string server,
        Secret token,
        string uri,
        CancellationToken cancellationToken
    ) =>
        ReadAsync(
            server,
            "app.bsky.feed.getPosts",
            $"?uris={Uri.EscapeDataString(uri)}",
            token,
            BlueskyJson.Default.BlueskyPosts,
            cancellationToken
        );

    /// <summary>A token for the video service, with which it stores the finished video on the account's own server.</summary>
    public ValueTask<BlueskyAnswer<BlueskyServiceToken>> ReadServiceTokenAsync(
        string server,
        Secret token,
        CancellationToken cancellationToken
    ) =>
        ReadAsync(
            server,
            "com.atproto.server.getServiceAuth",
            $"?aud={Uri.EscapeDataString($"did:web:{new Uri(server).Host}")}&lxm=com.atproto.repo.uploadBlob"
                + $"&exp={time.GetUtcNow().AddMinutes(25).ToUnixTimeSeconds()}",
            token,
            BlueskyJson.Default.BlueskyServiceToken,
            cancellationToken
        );

    public async Task<BlueskyAnswer<BlueskyJobAnswer>> UploadVideoAsync(
        Secret serviceToken,
        string did,
        string name,
        Stream file,
        CancellationToken cancellationToken
    ) =>
        BlueskyAnswer<BlueskyJobAnswer>.Of(
            await http.Calls.SendAsync(
                new PlatformRequest(
                    "POST app.bsky.video.uploadVideo",
                    HttpMethod.Post,
                    $"{Root(_options.VideoBaseUrl)}/xrpc/app.bsky.video.uploadVideo?did={Uri.EscapeDataString(did)}&name={Uri.EscapeDataString(name)}",
                    _options.UploadTimeout,
                    serviceToken,
                    () => FileContent(file, "video/mp4")
                ),
                cancellationToken
            ),
            BlueskyJson.Default.BlueskyJobAnswer,
            time.GetUtcNow()
        );

    public ValueTask<BlueskyAnswer<BlueskyJobAnswer>> ReadVideoJobAsync(string jobId, CancellationToken cancellationToken) =>
        ReadAsync(
            Root(_options.VideoBaseUrl),
            "app.bsky.video.getJobStatus",
            $"?jobId={Uri.EscapeDataString(jobId)}",
            null,
            BlueskyJson.Default.BlueskyJobAnswer,
            cancellationToken
        );

    private async ValueTask<BlueskyAnswer<T>> ReadAsync<T>(
        string server,
        string method,
        string query,
        Secret? token,
        JsonTypeInfo<T> type,
        CancellationToken cancellationToken
    )
        where T : class =>
        BlueskyAnswer<T>.Of(
            await http.Calls.ReadAsync(
                new PlatformRequest(
                    $"GET {method}",
                    HttpMethod.Get,
                    $"{server}/xrpc/{method}{query}",
                    _options.ReadTimeout,
                    token
                ),
                cancellationToken
            ),
            type,
            time.GetUtcNow()
        );

    private async Task<BlueskyAnswer<T>> WriteAsync<T>(
        string server,
        string method,
        Secret? token,
        JsonObject? body,
        JsonTypeInfo<T> type,
        CancellationToken cancellationToken
    )
        where T : class =>
        BlueskyAnswer<T>.Of(
            await http.Calls.SendAsync(
                new PlatformRequest(
                    $"POST {method}",
                    HttpMethod.Post,
                    $"{server}/xrpc/{method}",
                    _options.WriteTimeout,
                    token,
                    body is null ? null : () => Json(body)
                ),
                cancellationToken
            ),
            type,
            time.GetUtcNow()
        );

    private static ByteArrayContent Json(JsonObject body) =>
        new(JsonSerializer.SerializeToUtf8Bytes(body, BlueskyJson.Default.JsonObject))
        {
            Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
        };

    private static StreamContent FileContent(Stream file, string contentType) =>
        new(file) { Headers = { ContentType = new MediaTypeHeaderValue(contentType) } };

    private static string Root(Uri url) => url.AbsoluteUri.TrimEnd('/');
}
