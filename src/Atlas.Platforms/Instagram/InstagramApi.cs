using System.Globalization;
using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Platforms.Http;
using Atlas.Platforms.Meta;
using Microsoft.Extensions.Options;

namespace Atlas.Platforms.Instagram;

/// <summary>In whose name a call is made.</summary>
/// <param name="App">Whose secret proves the call; null for the deployment's own.</param>
internal readonly record struct InstagramAccess(string Login, string AccountId, Secret Token, PlatformApp? App = null)
{
    public static InstagramAccess Of(PublishWork work) =>
        new(work.Channel.Login, work.Channel.AccountId, work.AccessToken, work.App);

    public bool IsInstagramLogin => Login == "instagram";
}

/// <summary>The calls of the Instagram API, each as one method. Both logins have the same calls on different hosts.</summary>
/// <seealso href="https://developers.facebook.com/docs/instagram-platform/content-publishing"/>
internal sealed class InstagramApi(GraphClient graph, IOptions<InstagramOptions> options)
{
    private readonly InstagramOptions _options = options.Value;
    private readonly string _facebookRoot = Root(options.Value.GraphFacebookBaseUrl, options.Value.Version);
    private readonly string _uploads = $"{options.Value.UploadBaseUrl.AbsoluteUri.TrimEnd('/')}/";
    private readonly string _instagramRoot = Root(options.Value.GraphInstagramBaseUrl, options.Value.Version);

    public Task<GraphAnswer> CreateContainerAsync(InstagramAccess access, GraphForm form, CancellationToken cancellationToken) =>
        WriteAsync(access, "POST /{ig}/media", $"{access.AccountId}/media", form, _options.ContainerTimeout, cancellationToken);

    public ValueTask<GraphAnswer> ReadContainerAsync(
        InstagramAccess access,
        string containerId,
        CancellationToken cancellationToken
    ) =>
        ReadAsync(
            access,
            "GET /{container}",
            containerId,
            new GraphForm().Add("fields", "status_code,status"),
            cancellationToken
        );

    /// <summary>Whether the address that Instagram gave for a video is on the host that takes them.</summary>
    public bool IsOurs(string uploadUrl) => uploadUrl.StartsWith(_uploads, StringComparison.Ordinal);

    public Task<GraphAnswer> UploadAsync(
        InstagramAccess access,
        string uploadUrl,
        Stream file,
        long offset,
        long size,
        CancellationToken cancellationToken
    ) =>
        graph.SendAsync(
            new PlatformRequest(
                "POST /ig-api-upload/{container}",
                HttpMethod.Post,
                IsOurs(uploadUrl) ? uploadUrl : throw new ArgumentException("The token goes to Meta only.", nameof(uploadUrl)),
                _options.UploadTimeout,
                Token: null,
                () => new StreamContent(file) { Headers = { ContentType = new("application/octet-stream") } },
                [
                    new("Authorization", $"OAuth {access.Token.Reveal()}"),
                    new("offset", offset.ToString(CultureInfo.InvariantCulture)),
                    new("file_size", size.ToString(CultureInfo.InvariantCulture)),
                ]
            ),
            cancellationToken
        );

    /// <summary>How much of a video has arrived.</summary>
    public ValueTask<GraphAnswer> ReadUploadAsync(
        InstagramAccess access,
        string containerId,
        CancellationToken cancellationToken
    ) => ReadAsync(access, "GET /{container}", containerId, new GraphForm().Add("fields", "video_status"), cancellationToken);

    public Task<GraphAnswer> PublishAsync(InstagramAccess access, string containerId, CancellationToken cancellationToken) =>
        WriteAsync(
            access,
            "POST /{ig}/media_publish",
            $"{access.AccountId}/media_publish",
            new GraphForm().Add("creation_id", containerId),
            _options.PublishTimeout,
            cancellationToken
        );

    public Task<GraphAnswer> ReadPermalinkAsync(InstagramAccess access, string mediaId, CancellationToken cancellationToken) =>
        graph.ReadOnceAsync(
            "GET /{media}",
            Url(access, mediaId, Proven(access, new GraphForm().Add("fields", "permalink,timestamp"))),
            access.Token,
            _options.PermalinkTimeout,
            cancellationToken
        );

    public ValueTask<GraphAnswer> ReadPublishingLimitAsync(InstagramAccess access, CancellationToken cancellationToken) =>
        ReadAsync(
            access,
            "GET /{ig}/content_publishing_limit",
            $"{access.AccountId}/content_publishing_limit",
            new GraphForm().Add("fields", "config,quota_usage"),
            cancellationToken
        );

    /// <param name="edge"><c>media</c> or <c>stories</c>.</param>
    public ValueTask<GraphAnswer> ListMediaAsync(
        InstagramAccess access,
        string edge,
        DateTimeOffset since,
        string? after,
        CancellationToken cancellationToken
    ) =>
        ReadAsync(
            access,
            $"GET /{{ig}}/{edge}",
            $"{access.AccountId}/{edge}",
            new GraphForm()
                .Add("fields", "id,caption,media_type,media_product_type,permalink,timestamp")
                .Add("since", edge == "media" ? $"{since.ToUnixTimeSeconds()}" : null)
                .Add("limit", "50")
                .Add("after", after),
            cancellationToken
        );

    public Task<GraphAnswer> CommentAsync(
        InstagramAccess access,
        string mediaId,
        string text,
        CancellationToken cancellationToken
    ) =>
        WriteAsync(
            access,
            "POST /{media}/comments",
            $"{mediaId}/comments",
            new GraphForm().Add("message", text),
            _options.PublishTimeout,
            cancellationToken
        );

    public ValueTask<GraphAnswer> ListCommentsAsync(
        InstagramAccess access,
        string mediaId,
        string? after,
        CancellationToken cancellationToken
    ) =>
        ReadAsync(
            access,
            "GET /{media}/comments",
            $"{mediaId}/comments",
            new GraphForm().Add("fields", "id,text,username,timestamp").Add("limit", "50").Add("after", after),
            cancellationToken
        );

    public Task<GraphAnswer> DeleteAsync(InstagramAccess access, string mediaId, CancellationToken cancellationToken) =>
        graph.DeleteAsync(
            "DELETE /{media}",
            Url(access, mediaId, query: null),
            access.Token,
            Proven(access, new GraphForm()),
            _options.PublishTimeout,
            cancellationToken
        );

    /// <summary>One read whether a medium is there.</summary>
    public ValueTask<GraphAnswer> ReadIdAsync(InstagramAccess access, string id, CancellationToken cancellationToken) =>
        ReadAsync(access, "GET /{media}", id, new GraphForm().Add("fields", "id"), cancellationToken);

    public Task<GraphAnswer> SubscribeAsync(InstagramAccess access, string fields, CancellationToken cancellationToken) =>
        WriteAsync(
            access,
            "POST /me/subscribed_apps",
            "me/subscribed_apps",
            new GraphForm().Add("subscribed_fields", fields),
            _options.ReadTimeout,
            cancellationToken
        );

    public ValueTask<GraphAnswer> ListSubscriptionsAsync(InstagramAccess access, CancellationToken cancellationToken) =>
        ReadAsync(access, "GET /me/subscribed_apps", "me/subscribed_apps", new GraphForm(), cancellationToken);

    public ValueTask<GraphAnswer> ReadProfileAsync(
        InstagramAccess access,
        string path,
        string fields,
        CancellationToken cancellationToken
    ) =>
        ReadAsync(access, path == "me" ? "GET /me" : "GET /{ig}", path, new GraphForm().Add("fields", fields), cancellationToken);

    private ValueTask<GraphAnswer> ReadAsync(
        InstagramAccess access,
        string operation,
        string path,
        GraphForm query,
        CancellationToken cancellationToken
    ) =>
        graph.ReadAsync(
            operation,
            Url(access, path, Proven(access, query)),
            access.Token,
            _options.ReadTimeout,
            cancellationToken
        );

    private Task<GraphAnswer> WriteAsync(
        InstagramAccess access,
        string operation,
        string path,
        GraphForm form,
        TimeSpan timeout,
        CancellationToken cancellationToken
    ) =>
        graph.WriteAsync(
            operation,
            Url(access, path, query: null),
            access.Token,
            Proven(access, form),
            timeout,
            cancellationToken
        );

    private GraphForm Proven(InstagramAccess access, GraphForm form) =>
        (access.App?.ClientSecret ?? (access.IsInstagramLogin ? _options.InstagramAppSecret : _options.AppSecret)) is { } secret
            ? form.Add("appsecret_proof", AppSecretProof.Compute(secret, access.Token))
            : form;

    private string Url(InstagramAccess access, string path, GraphForm? query) =>
        $"{(access.IsInstagramLogin ? _instagramRoot : _facebookRoot)}{path}{query?.ToQuery()}";

    private static string Root(Uri baseUrl, string version) => $"{baseUrl.AbsoluteUri.TrimEnd('/')}/{version}/";
}
