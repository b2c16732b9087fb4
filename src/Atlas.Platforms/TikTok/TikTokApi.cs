using System.Net.Http.Headers;
using System.Text.Json;
using Atlas.Core.Channels;
using Atlas.Platforms.Http;
using Microsoft.Extensions.Options;

namespace Atlas.Platforms.TikTok;

/// <summary>The calls of TikTok's Content Posting and Display APIs, each as one method. The slash at the end of a path counts.</summary>
/// <seealso href="https://developers.tiktok.com/doc/content-posting-api-reference-direct-post"/>
internal sealed class TikTokApi(PlatformHttp http, IOptions<TikTokOptions> options)
{
    private const string VideoFields = "id,create_time,title,video_description,share_url";

    private readonly TikTokOptions _options = options.Value;
    private readonly string _root = options.Value.ApiBaseUrl.AbsoluteUri.TrimEnd('/');

    public async ValueTask<TikTokAnswer<TikTokCreator>> ReadCreatorAsync(Secret token, CancellationToken cancellationToken) =>
        TikTokAnswer<TikTokCreator>.Of(
            await http.ReadAsync(
                Post("/v2/post/publish/creator_info/query/", token, _options.ReadTimeout, JsonContent([])),
                cancellationToken
            ),
            TikTokJson.Default.TikTokEnvelopeTikTokCreator
        );

    public Task<TikTokAnswer<TikTokShare>> InitDirectVideoAsync(
        Secret token,
        TikTokInit body,
        CancellationToken cancellationToken
    ) => InitAsync("/v2/post/publish/video/init/", token, body, cancellationToken);

    public Task<TikTokAnswer<TikTokShare>> InitInboxVideoAsync(
        Secret token,
        TikTokInit body,
        CancellationToken cancellationToken
    ) => InitAsync("/v2/post/publish/inbox/video/init/", token, body, cancellationToken);

    public Task<TikTokAnswer<TikTokShare>> InitPhotosAsync(Secret token, TikTokInit body, CancellationToken cancellationToken) =>
        InitAsync("/v2/post/publish/content/init/", token, body, cancellationToken);

    public async ValueTask<TikTokAnswer<TikTokStatus>> ReadStatusAsync(
        Secret token,
        string publishId,
        CancellationToken cancellationToken
    ) =>
        TikTokAnswer<TikTokStatus>.Of(
            await http.ReadAsync(StatusRequest(token, publishId), cancellationToken),
            TikTokJson.Default.TikTokEnvelopeTikTokStatus
        );

    /// <summary>Asks once: within a step that followers wait for, or that asks again anyway.</summary>
    public async Task<TikTokAnswer<TikTokStatus>> ReadStatusOnceAsync(
        Secret token,
        string publishId,
        CancellationToken cancellationToken
    ) =>
        TikTokAnswer<TikTokStatus>.Of(
            await http.SendAsync(StatusRequest(token, publishId), cancellationToken),
            TikTokJson.Default.TikTokEnvelopeTikTokStatus
        );

    /// <summary>Sends one part of a file. The address is all the permission that TikTok asks for: no token goes there.</summary>
    public Task<PlatformAnswer> PutChunkAsync(
        string uploadUrl,
        Stream file,
        UploadPart part,
        string contentType,
        CancellationToken cancellationToken
    ) =>
        http.SendAsync(
            new PlatformRequest(
                "PUT {upload}",
                HttpMethod.Put,
                uploadUrl,
                _options.ChunkTimeout,
                Content: () =>
                {
                    var content = new PartContent(file, part.Offset, part.Length);
                    content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
                    content.Headers.ContentRange = new ContentRangeHeaderValue(
                        part.Offset,
                        part.Offset + part.Length - 1,
                        part.Total
                    );
                    return content;
                }
            ),
            cancellationToken
        );

    /// <summary>The account's public posts, newest first.</summary>
    public async ValueTask<TikTokAnswer<TikTokVideos>> ListVideosAsync(
        Secret token,
        long? cursor,
        CancellationToken cancellationToken
    ) =>
        TikTokAnswer<TikTokVideos>.Of(
            await http.ReadAsync(
                Post(
                    $"/v2/video/list/?fields={VideoFields}",
                    token,
                    _options.ReadTimeout,
                    JsonContent(
                        JsonSerializer.SerializeToUtf8Bytes(
                            new TikTokListRequest(20, cursor),
                            TikTokJson.Default.TikTokListRequest
                        )
                    ),
                    "POST /v2/video/list/"
                ),
                cancellationToken
            ),
            TikTokJson.Default.TikTokEnvelopeTikTokVideos
        );

    /// <summary>One public post of the account; asked once.</summary>
    public async Task<TikTokAnswer<TikTokVideos>> ReadVideoAsync(
        Secret token,
        string videoId,
        CancellationToken cancellationToken
    ) =>
        TikTokAnswer<TikTokVideos>.Of(
            await http.SendAsync(
                Post(
                    $"/v2/video/query/?fields={VideoFields}",
                    token,
                    _options.ReadTimeout,
                    JsonContent(
                        JsonSerializer.SerializeToUtf8Bytes(
                            new TikTokQueryRequest(new TikTokQueryFilters([videoId])),
                            TikTokJson.Default.TikTokQueryRequest
                        )
                    ),
                    "POST /v2/video/query/"
                ),
                cancellationToken
            ),
            TikTokJson.Default.TikTokEnvelopeTikTokVideos
        );

    public async ValueTask<TikTokAnswer<TikTokUserData>> ReadUserAsync(
        Secret token,
        string fields,
        CancellationToken cancellationToken
    ) =>
        TikTokAnswer<TikTokUserData>.Of(
            await http.ReadAsync(
                new PlatformRequest(
                    "GET /v2/user/info/",
                    HttpMethod.Get,
                    $"{_root}/v2/user/info/?fields={fields}",
                    _options.ReadTimeout,
                    token
                ),
                cancellationToken
            ),
            TikTokJson.Default.TikTokEnvelopeTikTokUserData
        );

    /// <param name="path"><c>token</c> or <c>revoke</c>.</param>
    public Task<PlatformAnswer> OAuthAsync(
        string path,
        IReadOnlyList<KeyValuePair<string, string>> form,
        CancellationToken cancellationToken
    ) =>
        http.SendAsync(
            new PlatformRequest(
                $"POST /v2/oauth/{path}/",
                HttpMethod.Post,
                $"{_root}/v2/oauth/{path}/",
                _options.InitTimeout,
                Content: () => new FormUrlEncodedContent(form)
            ),
            cancellationToken
        );

    private async Task<TikTokAnswer<TikTokShare>> InitAsync(
        string path,
        Secret token,
        TikTokInit body,
        CancellationToken cancellationToken
    ) =>
        TikTokAnswer<TikTokShare>.Of(
            await http.SendAsync(
                Post(
                    path,
                    token,
                    _options.InitTimeout,
                    JsonContent(JsonSerializer.SerializeToUtf8Bytes(body, TikTokJson.Default.TikTokInit))
                ),
                cancellationToken
            ),
            TikTokJson.Default.TikTokEnvelopeTikTokShare
        );

    private PlatformRequest StatusRequest(Secret token, string publishId) =>
        Post(
            "/v2/post/publish/status/fetch/",
            token,
            _options.ReadTimeout,
            JsonContent(JsonSerializer.SerializeToUtf8Bytes(new TikTokPublishId(publishId), TikTokJson.Default.TikTokPublishId))
        );

    private PlatformRequest Post(
        string path,
        Secret token,
        TimeSpan timeout,
        Func<HttpContent> content,
        string? operation = null
    ) => new(operation ?? $"POST {path}", HttpMethod.Post, _root + path, timeout, token, content);

    private static Func<HttpContent> JsonContent(byte[] body) =>
        () =>
            new ByteArrayContent(body)
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "UTF-8" } },
            };
}
