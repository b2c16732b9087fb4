using System.Globalization;
using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Platforms.Http;
using Atlas.Platforms.Meta;
using Microsoft.Extensions.Options;

namespace Atlas.Platforms.Facebook;

/// <summary>In whose name a call is made.</summary>
/// <param name="App">Whose secret proves the call; null for the deployment's own.</param>
internal readonly record struct FacebookAccess(string PageId, Secret Token, PlatformApp? App)
{
    public static FacebookAccess Of(PublishWork work) => new(work.Channel.AccountId, work.AccessToken, work.App);
}

/// <summary>The calls on Pages, their posts and videos, each as one method.</summary>
/// <seealso href="https://developers.facebook.com/docs/pages-api/posts"/>
internal sealed class FacebookApi(GraphClient graph, IOptions<FacebookOptions> options)
{
    private readonly FacebookOptions _options = options.Value;
    private readonly string _root = $"{options.Value.GraphBaseUrl.AbsoluteUri.TrimEnd('/')}/{options.Value.Version}/";
    private readonly string _uploads = $"{options.Value.UploadBaseUrl.AbsoluteUri.TrimEnd('/')}/";

    public Task<GraphAnswer> PostAsync(FacebookAccess access, GraphForm form, CancellationToken cancellationToken) =>
        WriteAsync(access, "POST /{page}/feed", $"{access.PageId}/feed", form, _options.PublishTimeout, cancellationToken);

    public Task<GraphAnswer> AddPhotoAsync(FacebookAccess access, GraphForm form, CancellationToken cancellationToken) =>
        WriteAsync(access, "POST /{page}/photos", $"{access.PageId}/photos", form, _options.UploadTimeout, cancellationToken);

    /// <param name="edge"><c>videos</c>, <c>video_reels</c>, <c>video_stories</c> or <c>photo_stories</c>: its start and finish phases.</param>
    public Task<GraphAnswer> PhaseAsync(
        FacebookAccess access,
        string edge,
        GraphForm form,
        CancellationToken cancellationToken
    ) =>
        WriteAsync(access, $"POST /{{page}}/{edge}", $"{access.PageId}/{edge}", form, _options.PublishTimeout, cancellationToken);

    /// <summary>One range of a feed video.</summary>
    public Task<GraphAnswer> TransferAsync(
        FacebookAccess access,
        string session,
        long from,
        byte[] bytes,
        CancellationToken cancellationToken
    ) =>
        graph.SendAsync(
            new PlatformRequest(
                "POST /{page}/videos",
                HttpMethod.Post,
                $"{_root}{access.PageId}/videos",
                _options.UploadTimeout,
                access.Token,
                () =>
                {
                    var content = new MultipartFormDataContent
                    {
                        { new StringContent("transfer"), "upload_phase" },
                        { new StringContent(session), "upload_session_id" },
                        { new StringContent(from.ToString(CultureInfo.InvariantCulture)), "start_offset" },
                        { new ByteArrayContent(bytes), "video_file_chunk", "chunk.mp4" },
                    };
                    if (Proof(access) is { } proof)
                    {
                        content.Add(new StringContent(proof), "appsecret_proof");
                    }

                    return content;
                }
            ),
            cancellationToken
        );

    /// <summary>Whether an upload address may get the token.</summary>
    public bool IsOurs(string uploadUrl) => uploadUrl.StartsWith(_uploads, StringComparison.Ordinal);

    /// <summary>The rest of a reel's or story's bytes, from <paramref name="offset"/> on.</summary>
    public Task<GraphAnswer> UploadAsync(
        FacebookAccess access,
        string uploadUrl,
        Stream rest,
        long offset,
        long size,
        CancellationToken cancellationToken
    ) =>
        UploadAsync(
            access,
            uploadUrl,
            () => new StreamContent(rest),
            [
                new("offset", offset.ToString(CultureInfo.InvariantCulture)),
                new("file_size", size.ToString(CultureInfo.InvariantCulture)),
            ],
            cancellationToken
        );

    /// <summary>Gives the address from which Facebook fetches the file itself.</summary>
    public Task<GraphAnswer> UploadAsync(
        FacebookAccess access,
        string uploadUrl,
        Uri file,
        CancellationToken cancellationToken
    ) => UploadAsync(access, uploadUrl, () => new ByteArrayContent([]), [new("file_url", file.AbsoluteUri)], cancellationToken);

    public ValueTask<GraphAnswer> ReadVideoAsync(FacebookAccess access, string videoId, CancellationToken cancellationToken) =>
        ReadAsync(
            access,
            "GET /{video}",
            videoId,
            new GraphForm().Add("fields", "status,published,permalink_url,post_id"),
            cancellationToken
        );

    public Task<GraphAnswer> ReadPermalinkAsync(FacebookAccess access, string postId, CancellationToken cancellationToken) =>
        graph.ReadOnceAsync(
            "GET /{post}",
            Url(postId, Proven(access, new GraphForm().Add("fields", "permalink_url,created_time"))),
            access.Token,
            _options.PermalinkTimeout,
            cancellationToken
        );

    public ValueTask<GraphAnswer> ListPostsAsync(
        FacebookAccess access,
        DateTimeOffset since,
        string? after,
        CancellationToken cancellationToken
    ) =>
        ReadAsync(
            access,
            "GET /{page}/published_posts",
            $"{access.PageId}/published_posts",
            new GraphForm()
                .Add("fields", "id,message,created_time,permalink_url,attachments{target{id},subattachments{target{id}}}")
                .Add("since", $"{since.ToUnixTimeSeconds()}")
                .Add("limit", "50")
                .Add("after", after),
            cancellationToken
        );

    public ValueTask<GraphAnswer> ListStoriesAsync(
        FacebookAccess access,
        DateTimeOffset since,
        string? after,
        CancellationToken cancellationToken
    ) =>
        ReadAsync(
            access,
            "GET /{page}/stories",
            $"{access.PageId}/stories",
            new GraphForm().Add("since", $"{since.ToUnixTimeSeconds()}").Add("limit", "50").Add("after", after),
            cancellationToken
        );

    public Task<GraphAnswer> CommentAsync(
        FacebookAccess access,
        string postId,
        string text,
        CancellationToken cancellationToken
    ) =>
        WriteAsync(
            access,
            "POST /{post}/comments",
            $"{postId}/comments",
            new GraphForm().Add("message", text),
            _options.PublishTimeout,
            cancellationToken
        );

    public ValueTask<GraphAnswer> ListCommentsAsync(
        FacebookAccess access,
        string postId,
        DateTimeOffset since,
        string? after,
        CancellationToken cancellationToken
    ) =>
        ReadAsync(
            access,
            "GET /{post}/comments",
            $"{postId}/comments",
            new GraphForm()
                .Add("fields", "id,message,from{id},created_time")
                .Add("filter", "toplevel")
                .Add("order", "chronological")
                .Add("since", $"{since.ToUnixTimeSeconds()}")
                .Add("limit", "50")
                .Add("after", after),
            cancellationToken
        );

    public Task<GraphAnswer> ChangeAsync(
        FacebookAccess access,
        string postId,
        GraphForm form,
        CancellationToken cancellationToken
    ) => WriteAsync(access, "POST /{post}", postId, form, _options.PublishTimeout, cancellationToken);

    public Task<GraphAnswer> DeleteAsync(FacebookAccess access, string postId, CancellationToken cancellationToken) =>
        graph.DeleteAsync(
            "DELETE /{post}",
            Url(postId, query: null),
            access.Token,
            Proven(access, new GraphForm()),
            _options.PublishTimeout,
            cancellationToken
        );

    public ValueTask<GraphAnswer> ReadIdAsync(FacebookAccess access, string postId, CancellationToken cancellationToken) =>
        ReadAsync(access, "GET /{post}", postId, new GraphForm().Add("fields", "id"), cancellationToken);

    /// <param name="fields">Of a post or a video: only their own are known.</param>
    public ValueTask<GraphAnswer> ReadTextsAsync(
        FacebookAccess access,
        string id,
        string fields,
        CancellationToken cancellationToken
    ) => ReadAsync(access, "GET /{post}", id, new GraphForm().Add("fields", $"id,{fields}"), cancellationToken);

    /// <summary>Invites another Page to show a reel as its own too.</summary>
    public Task<GraphAnswer> InviteAsync(
        FacebookAccess access,
        string videoId,
        string pageId,
        CancellationToken cancellationToken
    ) =>
        WriteAsync(
            access,
            "POST /{video}/collaborators",
            $"{videoId}/collaborators",
            new GraphForm().Add("target_id", pageId),
            _options.PublishTimeout,
            cancellationToken
        );

    public Task<GraphAnswer> SetThumbnailAsync(
        FacebookAccess access,
        string videoId,
        byte[] picture,
        string contentType,
        CancellationToken cancellationToken
    ) =>
        graph.SendAsync(
            new PlatformRequest(
                "POST /{video}/thumbnails",
                HttpMethod.Post,
                $"{_root}{videoId}/thumbnails",
                _options.UploadTimeout,
                access.Token,
                () =>
                {
                    var file = new ByteArrayContent(picture);
                    file.Headers.ContentType = new(contentType);
                    var content = new MultipartFormDataContent
                    {
                        { new StringContent("true"), "is_preferred" },
                        { file, "source", "thumbnail" },
                    };
                    if (Proof(access) is { } proof)
                    {
                        content.Add(new StringContent(proof), "appsecret_proof");
                    }

                    return content;
                }
            ),
            cancellationToken
        );

    public ValueTask<GraphAnswer> ReadAsync(
        FacebookAccess access,
        string operation,
        string path,
        GraphForm query,
        CancellationToken cancellationToken
    ) => graph.ReadAsync(operation, Url(path, Proven(access, query)), access.Token, _options.ReadTimeout, cancellationToken);

    public Task<GraphAnswer> WriteAsync(
        FacebookAccess access,
        string operation,
        string path,
        GraphForm form,
        TimeSpan timeout,
        CancellationToken cancellationToken
    ) => graph.WriteAsync(operation, Url(path, query: null), access.Token, Proven(access, form), timeout, cancellationToken);

    private Task<GraphAnswer> UploadAsync(
        FacebookAccess access,
        string uploadUrl,
        Func<HttpContent> content,
        IReadOnlyList<KeyValuePair<string, string>> headers,
        CancellationToken cancellationToken
    ) =>
        graph.SendAsync(
            new PlatformRequest(
                "POST rupload/{video}",
                HttpMethod.Post,
                IsOurs(uploadUrl) ? uploadUrl : throw new ArgumentException("The token goes to Meta only.", nameof(uploadUrl)),
                _options.UploadTimeout,
                Token: null,
                content,
                [new("Authorization", $"OAuth {access.Token.Reveal()}"), .. headers]
            ),
            cancellationToken
        );

    private GraphForm Proven(FacebookAccess access, GraphForm form) => form.Add("appsecret_proof", Proof(access));

    private string? Proof(FacebookAccess access) =>
        (access.App?.ClientSecret ?? _options.AppSecret) is { } secret ? AppSecretProof.Compute(secret, access.Token) : null;

    private string Url(string path, GraphForm? query) => $"{_root}{path}{query?.ToQuery()}";
}
