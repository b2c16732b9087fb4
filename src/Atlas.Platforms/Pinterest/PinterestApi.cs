using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Atlas.Core.Channels;
using Atlas.Platforms.Http;
using Microsoft.Extensions.Options;

namespace Atlas.Platforms.Pinterest;

/// <summary>The calls of the Pinterest API v5, each as one method.</summary>
/// <seealso href="https://developers.pinterest.com/docs/api/v5/introduction"/>
internal sealed class PinterestApi(PlatformHttp http, IOptions<PinterestOptions> options)
{
    private static readonly MediaTypeHeaderValue s_json = new("application/json");

    private readonly PinterestOptions _options = options.Value;
    private readonly string _root = $"{options.Value.ApiBaseUrl.AbsoluteUri.TrimEnd('/')}/v5/";

    public Task<PlatformAnswer> CreatePinAsync(Secret token, NewPin pin, CancellationToken cancellationToken) =>
        WriteAsync("POST /pins", HttpMethod.Post, "pins", token, Json(pin, PinterestJson.Default.NewPin), cancellationToken);

    public Task<PlatformAnswer> ChangePinAsync(Secret token, string id, NewPin pin, CancellationToken cancellationToken) =>
        WriteAsync(
            "PATCH /pins/{pin}",
            HttpMethod.Patch,
            $"pins/{Escaped(id)}",
            token,
            Json(pin, PinterestJson.Default.NewPin),
            cancellationToken
        );

    public Task<PlatformAnswer> DeletePinAsync(Secret token, string id, CancellationToken cancellationToken) =>
        WriteAsync("DELETE /pins/{pin}", HttpMethod.Delete, $"pins/{Escaped(id)}", token, content: null, cancellationToken);

    public ValueTask<PlatformAnswer> ReadPinAsync(Secret token, string id, CancellationToken cancellationToken) =>
        ReadAsync("GET /pins/{pin}", $"pins/{Escaped(id)}", token, cancellationToken);

    public ValueTask<PlatformAnswer> ListPinsAsync(
        Secret token,
        string boardId,
        string? bookmark,
        CancellationToken cancellationToken
    ) => ReadAsync("GET /boards/{board}/pins", $"boards/{Escaped(boardId)}/pins{Page(bookmark)}", token, cancellationToken);

    public ValueTask<PlatformAnswer> ListBoardsAsync(Secret token, string? bookmark, CancellationToken cancellationToken) =>
        ReadAsync("GET /boards", $"boards{Page(bookmark)}", token, cancellationToken);

    /// <summary>The upload itself follows in the same step: together they have to end within a lease.</summary>
    public Task<PlatformAnswer> RegisterUploadAsync(Secret token, CancellationToken cancellationToken) =>
        http.SendAsync(
            new PlatformRequest(
                "POST /media",
                HttpMethod.Post,
                $"{_root}media",
                _options.ReadTimeout,
                token,
                Json(new NewUpload("video"), PinterestJson.Default.NewUpload)
            ),
            cancellationToken
        );

    /// <summary>To the storage behind Pinterest, which wants every parameter before the file and no token.</summary>
    public Task<PlatformAnswer> UploadAsync(
        string url,
        IReadOnlyDictionary<string, string> parameters,
        Stream file,
        CancellationToken cancellationToken
    ) =>
        http.SendAsync(
            new PlatformRequest(
                "POST upload_url",
                HttpMethod.Post,
                url,
                _options.UploadTimeout,
                Token: null,
                () => Form(parameters, file)
            ),
            cancellationToken
        );

    public ValueTask<PlatformAnswer> ReadUploadAsync(Secret token, string mediaId, CancellationToken cancellationToken) =>
        ReadAsync("GET /media/{media}", $"media/{Escaped(mediaId)}", token, cancellationToken);

    public ValueTask<PlatformAnswer> ReadUserAsync(Secret token, CancellationToken cancellationToken) =>
        ReadAsync("GET /user_account", "user_account", token, cancellationToken);

    /// <param name="form">Holds a code or a refresh token.</param>
    public Task<PlatformAnswer> TokenAsync(
        Secret basic,
        IReadOnlyDictionary<string, string> form,
        CancellationToken cancellationToken
    ) =>
        http.SendAsync(
            new PlatformRequest(
                "POST /oauth/token",
                HttpMethod.Post,
                $"{_root}oauth/token",
                _options.ReadTimeout,
                Token: null,
                () => new FormUrlEncodedContent(form),
                [KeyValuePair.Create("Authorization", $"Basic {basic.Reveal()}")]
            ),
            cancellationToken
        );

    /// <summary>As browsers write forms: names in quotes, the boundary without; storage services read little else.</summary>
    private static MultipartFormDataContent Form(IReadOnlyDictionary<string, string> parameters, Stream file)
    {
        var boundary = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var form = new MultipartFormDataContent(boundary);
        form.Headers.ContentType = MediaTypeHeaderValue.Parse($"multipart/form-data; boundary={boundary}");
        foreach (var (name, value) in parameters)
        {
            var part = new StringContent(value);
            part.Headers.ContentType = null;
            form.Add(part, $"\"{name}\"");
        }

        form.Add(
            new StreamContent(file)
            {
                Headers =
                {
                    ContentDisposition = new ContentDispositionHeaderValue("form-data")
                    {
                        Name = "\"file\"",
                        FileName = "\"video.mp4\"",
                    },
                },
            }
        );
        return form;
    }

    private ValueTask<PlatformAnswer> ReadAsync(
        string operation,
        string path,
        Secret token,
        CancellationToken cancellationToken
    ) =>
        http.ReadAsync(
            new PlatformRequest(operation, HttpMethod.Get, $"{_root}{path}", _options.ReadTimeout, token),
            cancellationToken
        );

    private Task<PlatformAnswer> WriteAsync(
        string operation,
        HttpMethod method,
        string path,
        Secret token,
        Func<HttpContent>? content,
        CancellationToken cancellationToken
    ) =>
        http.SendAsync(
            new PlatformRequest(operation, method, $"{_root}{path}", _options.PublishTimeout, token, content),
            cancellationToken
        );

    private static Func<HttpContent> Json<T>(T body, JsonTypeInfo<T> type)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, type);
        return () =>
        {
            var content = new ByteArrayContent(bytes);
            content.Headers.ContentType = s_json;
            return content;
        };
    }

    private static string Page(string? bookmark) =>
        bookmark is null ? "?page_size=250" : $"?page_size=250&bookmark={Escaped(bookmark)}";

    private static string Escaped(string text) => Uri.EscapeDataString(text);
}
