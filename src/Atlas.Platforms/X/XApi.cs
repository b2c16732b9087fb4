using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Atlas.Core.Channels;
using Atlas.Platforms.Http;
using Microsoft.Extensions.Options;

namespace Atlas.Platforms.X;

/// <summary>The calls of the second version of the interface, each as one method.</summary>
/// <seealso href="https://docs.x.com/x-api/introduction"/>
internal sealed class XApi(PlatformHttp http, IOptions<XOptions> options)
{
    private readonly XOptions _options = options.Value;
    private readonly string _root = options.Value.ApiBaseUrl.AbsoluteUri.TrimEnd('/');

    /// <summary>Where people see a post.</summary>
    public string Permalink(Channel channel, string id) =>
        $"{_options.WebBaseUrl.AbsoluteUri.TrimEnd('/')}/{channel.Handle?.TrimStart('@') ?? "i/web"}/status/{id}";

    public Task<PlatformAnswer> CreatePostAsync(Secret token, CreatePost post, CancellationToken cancellationToken) =>
        PostAsync(token, "/2/tweets", post, XJson.Default.CreatePost, _options.PublishTimeout, cancellationToken);

    public Task<PlatformAnswer> DeletePostAsync(Secret token, string id, CancellationToken cancellationToken) =>
        http.SendAsync(
            new PlatformRequest(
                "DELETE /2/tweets/{id}",
                HttpMethod.Delete,
                $"{_root}/2/tweets/{Uri.EscapeDataString(id)}",
                _options.WriteTimeout,
                token
            ),
            cancellationToken
        );

    public ValueTask<PlatformAnswer> ListPostsAsync(
        Secret token,
        string userId,
        DateTimeOffset since,
        string? page,
        CancellationToken cancellationToken
    )
    {
        var start = since.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var next = page is null ? "" : $"&pagination_token={Uri.EscapeDataString(page)}";
        return GetAsync(
            token,
            "GET /2/users/{id}/tweets",
            $"/2/users/{Uri.EscapeDataString(userId)}/tweets?max_results=100&start_time={Uri.EscapeDataString(start)}"
                + $"&tweet.fields=created_at,entities,attachments,referenced_tweets{next}",
            cancellationToken
        );
    }

    public ValueTask<PlatformAnswer> ReadPostAsync(Secret token, string id, CancellationToken cancellationToken) =>
        GetAsync(token, "GET /2/tweets", $"/2/tweets?ids={Uri.EscapeDataString(id)}", cancellationToken);

    public ValueTask<PlatformAnswer> ReadMeAsync(Secret token, CancellationToken cancellationToken) =>
        GetAsync(token, "GET /2/users/me", "/2/users/me?user.fields=profile_image_url", cancellationToken);

    public Task<PlatformAnswer> InitializeAsync(Secret token, InitializeUpload upload, CancellationToken cancellationToken) =>
        PostAsync(
            token,
            "/2/media/upload/initialize",
            upload,
            XJson.Default.InitializeUpload,
            _options.WriteTimeout,
            cancellationToken
        );

    public Task<PlatformAnswer> AppendAsync(
        Secret token,
        string mediaId,
        int segment,
        byte[] bytes,
        CancellationToken cancellationToken
    ) =>
        http.SendAsync(
            new PlatformRequest(
                "POST /2/media/upload/{id}/append",
                HttpMethod.Post,
                $"{_root}/2/media/upload/{Uri.EscapeDataString(mediaId)}/append",
                _options.WriteTimeout,
                token,
                () =>
                    new MultipartFormDataContent
                    {
                        { new StringContent(segment.ToString(CultureInfo.InvariantCulture)), "segment_index" },
                        {
                            new ByteArrayContent(bytes)
                            {
                                Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") },
                            },
                            "media",
                            "segment"
                        },
                    }
            ),
            cancellationToken
        );

    public Task<PlatformAnswer> FinalizeAsync(Secret token, string mediaId, CancellationToken cancellationToken) =>
        http.SendAsync(
            new PlatformRequest(
                "POST /2/media/upload/{id}/finalize",
                HttpMethod.Post,
                $"{_root}/2/media/upload/{Uri.EscapeDataString(mediaId)}/finalize",
                _options.WriteTimeout,
                token
            ),
            cancellationToken
        );

    public ValueTask<PlatformAnswer> ReadMediaAsync(Secret token, string mediaId, CancellationToken cancellationToken) =>
        GetAsync(
            token,
            "GET /2/media/upload",
            $"/2/media/upload?command=STATUS&media_id={Uri.EscapeDataString(mediaId)}",
            cancellationToken
        );

    public Task<PlatformAnswer> DescribeAsync(
        Secret token,
        string mediaId,
        string altText,
        CancellationToken cancellationToken
    ) =>
        PostAsync(
            token,
            "/2/media/metadata",
            new SetMetadata(mediaId, new MediaMetadata(new MediaAltText(altText))),
            XJson.Default.SetMetadata,
            _options.WriteTimeout,
            cancellationToken
        );

    private ValueTask<PlatformAnswer> GetAsync(
        Secret token,
        string operation,
        string path,
        CancellationToken cancellationToken
    ) =>
        http.ReadAsync(
            new PlatformRequest(operation, HttpMethod.Get, _root + path, _options.ReadTimeout, token),
            cancellationToken
        );

    private Task<PlatformAnswer> PostAsync<T>(
        Secret token,
        string path,
        T body,
        JsonTypeInfo<T> type,
        TimeSpan timeout,
        CancellationToken cancellationToken
    ) =>
        http.SendAsync(
            new PlatformRequest(
                $"POST {path}",
                HttpMethod.Post,
                _root + path,
                timeout,
                token,
                () =>
                    new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, type))
                    {
                        Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
                    }
            ),
            cancellationToken
        );
}
