using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Atlas.Core.Channels;
using Atlas.Platforms.Http;
using Microsoft.Extensions.Options;

namespace Atlas.Platforms.LinkedIn;

/// <summary>The calls of the versioned interface, each as one method.</summary>
/// <seealso href="https://learn.microsoft.com/linkedin/marketing/community-management/shares/posts-api"/>
internal sealed class LinkedInApi(PlatformHttp http, IOptions<LinkedInOptions> options)
{
    private readonly LinkedInOptions _options = options.Value;
    private readonly string _root = options.Value.ApiBaseUrl.AbsoluteUri.TrimEnd('/');
    private readonly KeyValuePair<string, string>[] _headers =
    [
        new("LinkedIn-Version", options.Value.Version),
        new("X-Restli-Protocol-Version", "2.0.0"),
    ];

    /// <summary>Where people see a post.</summary>
    public string Permalink(string urn) => $"{_options.WebBaseUrl.AbsoluteUri.TrimEnd('/')}/feed/update/{urn}/";

    /// <param name="kind"><c>images</c>, <c>documents</c> or <c>videos</c>.</param>
    public Task<PlatformAnswer> InitializeAsync(
        Secret token,
        string kind,
        InitializeUploadRequest request,
        CancellationToken cancellationToken
    ) =>
        PostAsync(
            token,
            $"POST /rest/{kind}?action=initializeUpload",
            $"/rest/{kind}?action=initializeUpload",
            new InitializeUpload(request),
            LinkedInJson.Default.InitializeUpload,
            _options.WriteTimeout,
            cancellationToken
        );

    public Task<PlatformAnswer> FinalizeAsync(Secret token, FinalizeUploadRequest request, CancellationToken cancellationToken) =>
        PostAsync(
            token,
            "POST /rest/videos?action=finalizeUpload",
            "/rest/videos?action=finalizeUpload",
            new FinalizeUpload(request),
            LinkedInJson.Default.FinalizeUpload,
            _options.WriteTimeout,
            cancellationToken
        );

    /// <param name="token">Null for a video's part: its address is enough.</param>
    public Task<PlatformAnswer> UploadAsync(
        string operation,
        Uri address,
        Secret? token,
        Func<HttpContent> content,
        TimeSpan timeout,
        CancellationToken cancellationToken,
        params KeyValuePair<string, string>[] headers
    ) =>
        http.SendAsync(
            new PlatformRequest(operation, HttpMethod.Put, address.AbsoluteUri, timeout, token, content, headers),
            cancellationToken
        );

    public Task<PlatformAnswer> UploadFormAsync(
        string operation,
        Uri address,
        Secret token,
        Func<HttpContent> content,
        TimeSpan timeout,
        CancellationToken cancellationToken
    ) =>
        http.SendAsync(
            new PlatformRequest(operation, HttpMethod.Post, address.AbsoluteUri, timeout, token, content),
            cancellationToken
        );

    /// <summary>Whether an upload may go there: no other host hears the token or the file.</summary>
    public bool IsUploadAddress(string? text, out Uri address)
    {
        address = _options.WebBaseUrl;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var given))
        {
            return false;
        }

        address = given;
        return given.Authority == _options.ApiBaseUrl.Authority
            || given.Authority == _options.WebBaseUrl.Authority
            || given.Scheme == "https" && given.Host.EndsWith(".linkedin.com", StringComparison.OrdinalIgnoreCase);
    }

    public ValueTask<PlatformAnswer> ReadAssetAsync(Secret token, string urn, CancellationToken cancellationToken)
    {
        var kind = $"{urn.Split(':')[2]}s";
        return GetAsync(token, $"GET /rest/{kind}/{{urn}}", $"/rest/{kind}/{Encode(urn)}", cancellationToken);
    }

    public Task<PlatformAnswer> CreatePostAsync(Secret token, CreatePost post, CancellationToken cancellationToken) =>
        PostAsync(
            token,
            "POST /rest/posts",
            "/rest/posts",
            post,
            LinkedInJson.Default.CreatePost,
            _options.PublishTimeout,
            cancellationToken
        );

    public ValueTask<PlatformAnswer> ReadPostAsync(Secret token, string urn, CancellationToken cancellationToken) =>
        GetAsync(token, "GET /rest/posts/{urn}", $"/rest/posts/{Encode(urn)}?viewContext=AUTHOR", cancellationToken);

    public ValueTask<PlatformAnswer> ListPostsAsync(
        Secret token,
        string author,
        int start,
        int count,
        CancellationToken cancellationToken
    ) =>
        GetAsync(
            token,
            "GET /rest/posts?q=author",
            $"/rest/posts?author={Encode(author)}&q=author&count={count}&start={start}&sortBy=LAST_MODIFIED",
            cancellationToken,
            new KeyValuePair<string, string>("X-RestLi-Method", "FINDER")
        );

    public Task<PlatformAnswer> ChangePostAsync(
        Secret token,
        string urn,
        string commentary,
        CancellationToken cancellationToken
    ) =>
        PostAsync(
            token,
            "POST /rest/posts/{urn}",
            $"/rest/posts/{Encode(urn)}",
            new PatchPost(new PostPatch(new PostChange(commentary))),
            LinkedInJson.Default.PatchPost,
            _options.WriteTimeout,
            cancellationToken,
            new KeyValuePair<string, string>("X-RestLi-Method", "PARTIAL_UPDATE")
        );

    public Task<PlatformAnswer> DeletePostAsync(Secret token, string urn, CancellationToken cancellationToken) =>
        http.SendAsync(
            new PlatformRequest(
                "DELETE /rest/posts/{urn}",
                HttpMethod.Delete,
                $"{_root}/rest/posts/{Encode(urn)}",
                _options.WriteTimeout,
                token,
                Content: null,
                [.. _headers, new KeyValuePair<string, string>("X-RestLi-Method", "DELETE")]
            ),
            cancellationToken
        );

    public Task<PlatformAnswer> CommentAsync(
        Secret token,
        string post,
        CreateComment comment,
        CancellationToken cancellationToken
    ) =>
        PostAsync(
            token,
            "POST /rest/socialActions/{urn}/comments",
            $"/rest/socialActions/{Encode(post)}/comments",
            comment,
            LinkedInJson.Default.CreateComment,
            _options.PublishTimeout,
            cancellationToken
        );

    public ValueTask<PlatformAnswer> ListCommentsAsync(
        Secret token,
        string post,
        int start,
        int count,
        CancellationToken cancellationToken
    ) =>
        GetAsync(
            token,
            "GET /rest/socialActions/{urn}/comments",
            $"/rest/socialActions/{Encode(post)}/comments?start={start}&count={count}",
            cancellationToken
        );

    public ValueTask<PlatformAnswer> ReadUserInfoAsync(Secret token, CancellationToken cancellationToken) =>
        GetAsync(token, "GET /v2/userinfo", "/v2/userinfo", cancellationToken);

    public ValueTask<PlatformAnswer> ReadMemberAsync(Secret token, CancellationToken cancellationToken) =>
        GetAsync(token, "GET /v2/me", "/v2/me", cancellationToken);

    public ValueTask<PlatformAnswer> ListAclsAsync(Secret token, int start, int count, CancellationToken cancellationToken) =>
        GetAsync(
            token,
            "GET /rest/organizationAcls",
            $"/rest/organizationAcls?q=roleAssignee&state=APPROVED&start={start}&count={count}",
            cancellationToken,
            new KeyValuePair<string, string>("X-RestLi-Method", "FINDER")
        );

    public ValueTask<PlatformAnswer> ReadOrganizationAsync(Secret token, string id, CancellationToken cancellationToken) =>
        GetAsync(token, "GET /rest/organizations/{id}", $"/rest/organizations/{Encode(id)}", cancellationToken);

    private ValueTask<PlatformAnswer> GetAsync(
        Secret token,
        string operation,
        string path,
        CancellationToken cancellationToken,
        params ReadOnlySpan<KeyValuePair<string, string>> headers
    ) =>
        http.ReadAsync(
            new PlatformRequest(
                operation,
                HttpMethod.Get,
                _root + path,
                _options.ReadTimeout,
                token,
                Content: null,
                [.. _headers, .. headers]
            ),
            cancellationToken
        );

    private Task<PlatformAnswer> PostAsync<T>(
        Secret token,
        string operation,
        string path,
        T body,
        JsonTypeInfo<T> type,
        TimeSpan timeout,
        CancellationToken cancellationToken,
        params ReadOnlySpan<KeyValuePair<string, string>> headers
    ) =>
        http.SendAsync(
            new PlatformRequest(
                operation,
                HttpMethod.Post,
                _root + path,
                timeout,
                token,
                () =>
                    new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, type))
                    {
                        Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
                    },
                [.. _headers, .. headers]
            ),
            cancellationToken
        );

    /// <summary>A URN within a path or a query is encoded, colons too.</summary>
    private static string Encode(string urn) => Uri.EscapeDataString(urn);
}
