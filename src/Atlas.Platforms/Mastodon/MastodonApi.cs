using System.Net.Http.Headers;
using System.Text.Json;
using Atlas.Core.Channels;
using Atlas.Core.Media;
using Atlas.Platforms.Http;
using Microsoft.Extensions.Options;

namespace Atlas.Platforms.Mastodon;

/// <summary>The calls of a Mastodon server, each as one method.</summary>
/// <param name="http">Bound to public addresses unless the settings name another kind of server.</param>
/// <seealso href="https://docs.joinmastodon.org/methods/"/>
internal sealed class MastodonApi(MastodonHttp http, IOptions<MastodonOptions> options)
{
    private readonly MastodonOptions _options = options.Value;

    public Task<PlatformAnswer> RegisterAsync(
        string server,
        string redirect,
        string scopes,
        CancellationToken cancellationToken
    ) =>
        FormAsync(
            "POST /api/v1/apps",
            $"{server}/api/v1/apps",
            [
                new("client_name", _options.AppName),
                new("redirect_uris", redirect),
                new("scopes", scopes),
                .. _options.Website is { } site
                    ? [new("website", site.AbsoluteUri)]
                    : Array.Empty<KeyValuePair<string, string>>(),
            ],
            cancellationToken
        );

    public Task<PlatformAnswer> ExchangeAsync(
        string server,
        KeyValuePair<string, string>[] form,
        CancellationToken cancellationToken
    ) => FormAsync("POST /oauth/token", $"{server}/oauth/token", form, cancellationToken);

    public Task<PlatformAnswer> RevokeAsync(
        string server,
        string clientId,
        string clientSecret,
        Secret token,
        CancellationToken cancellationToken
    ) =>
        FormAsync(
            "POST /oauth/revoke",
            $"{server}/oauth/revoke",
            [new("client_id", clientId), new("client_secret", clientSecret), new("token", token.Reveal())],
            cancellationToken
        );

    public ValueTask<PlatformAnswer> ReadAccountAsync(string server, Secret token, CancellationToken cancellationToken) =>
        ReadAsync(
            "GET /api/v1/accounts/verify_credentials",
            $"{server}/api/v1/accounts/verify_credentials",
            token,
            cancellationToken
        );

    public ValueTask<PlatformAnswer> ReadInstanceAsync(string server, CancellationToken cancellationToken) =>
        ReadAsync("GET /api/v2/instance", $"{server}/api/v2/instance", token: null, cancellationToken);

    public Task<PlatformAnswer> UploadAsync(
        string server,
        Secret token,
        MediaAsset asset,
        Stream file,
        string? description,
        CancellationToken cancellationToken
    ) =>
        http.Http.SendAsync(
            new PlatformRequest(
                "POST /api/v2/media",
                HttpMethod.Post,
                $"{server}/api/v2/media",
                _options.UploadTimeout,
                token,
                () =>
                {
                    var content = new StreamContent(file);
                    content.Headers.ContentType = new MediaTypeHeaderValue(asset.ContentType);
                    var form = new MultipartFormDataContent { { content, "file", asset.FileName } };
                    if (description is { Length: > 0 })
                    {
                        form.Add(new StringContent(description), "description");
                    }

                    return form;
                }
            ),
            cancellationToken
        );

    public ValueTask<PlatformAnswer> ReadMediaAsync(
        string server,
        Secret token,
        string mediaId,
        CancellationToken cancellationToken
    ) => ReadAsync("GET /api/v1/media/{id}", $"{server}/api/v1/media/{Uri.EscapeDataString(mediaId)}", token, cancellationToken);

    public Task<PlatformAnswer> PostAsync(
        string server,
        Secret token,
        StatusRequest status,
        string idempotencyKey,
        CancellationToken cancellationToken
    ) =>
        WriteAsync(
            "POST /api/v1/statuses",
            HttpMethod.Post,
            $"{server}/api/v1/statuses",
            token,
            status,
            [new("Idempotency-Key", idempotencyKey)],
            cancellationToken
        );

    public Task<PlatformAnswer> EditAsync(
        string server,
        Secret token,
        string statusId,
        StatusRequest status,
        CancellationToken cancellationToken
    ) =>
        WriteAsync(
            "PUT /api/v1/statuses/{id}",
            HttpMethod.Put,
            $"{server}/api/v1/statuses/{Uri.EscapeDataString(statusId)}",
            token,
            status,
            headers: null,
            cancellationToken
        );

    public Task<PlatformAnswer> DeleteAsync(string server, Secret token, string statusId, CancellationToken cancellationToken) =>
        WriteAsync(
            "DELETE /api/v1/statuses/{id}",
            HttpMethod.Delete,
            $"{server}/api/v1/statuses/{Uri.EscapeDataString(statusId)}",
            token,
            status: null,
            headers: null,
            cancellationToken
        );

    public ValueTask<PlatformAnswer> ReadStatusAsync(
        string server,
        Secret token,
        string statusId,
        CancellationToken cancellationToken
    ) =>
        ReadAsync(
            "GET /api/v1/statuses/{id}",
            $"{server}/api/v1/statuses/{Uri.EscapeDataString(statusId)}",
            token,
            cancellationToken
        );

    public ValueTask<PlatformAnswer> ReadSourceAsync(
        string server,
        Secret token,
        string statusId,
        CancellationToken cancellationToken
    ) =>
        ReadAsync(
            "GET /api/v1/statuses/{id}/source",
            $"{server}/api/v1/statuses/{Uri.EscapeDataString(statusId)}/source",
            token,
            cancellationToken
        );

    /// <summary>The account's own statuses, newest first.</summary>
    public ValueTask<PlatformAnswer> ListAsync(
        string server,
        Secret token,
        string accountId,
        CancellationToken cancellationToken
    ) =>
        ReadAsync(
            "GET /api/v1/accounts/{id}/statuses",
            $"{server}/api/v1/accounts/{Uri.EscapeDataString(accountId)}/statuses?exclude_reblogs=true&limit=40",
            token,
            cancellationToken
        );

    private ValueTask<PlatformAnswer> ReadAsync(
        string operation,
        string url,
        Secret? token,
        CancellationToken cancellationToken
    ) => http.Http.ReadAsync(new PlatformRequest(operation, HttpMethod.Get, url, _options.ReadTimeout, token), cancellationToken);

    private Task<PlatformAnswer> FormAsync(
        string operation,
        string url,
        KeyValuePair<string, string>[] form,
        CancellationToken cancellationToken
    ) =>
        http.Http.SendAsync(
            new PlatformRequest(
                operation,
                HttpMethod.Post,
                url,
                _options.WriteTimeout,
                Token: null,
                () => new FormUrlEncodedContent(form)
            ),
            cancellationToken
        );

    private Task<PlatformAnswer> WriteAsync(
        string operation,
        HttpMethod method,
        string url,
        Secret token,
        StatusRequest? status,
        IReadOnlyList<KeyValuePair<string, string>>? headers,
        CancellationToken cancellationToken
    ) =>
        http.Http.SendAsync(
            new PlatformRequest(
                operation,
                method,
                url,
                _options.WriteTimeout,
                token,
                status is null ? null : () => Json(status),
                headers
            ),
            cancellationToken
        );

    private static HttpContent Json(StatusRequest status)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(status, MastodonJson.Default.StatusRequest));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }
}
