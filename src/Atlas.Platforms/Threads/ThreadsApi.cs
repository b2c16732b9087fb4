using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Platforms.Meta;
using Microsoft.Extensions.Options;

namespace Atlas.Platforms.Threads;

/// <summary>In whose name a call is made.</summary>
/// <param name="AppSecret">For the proof; null where the app is not known.</param>
internal readonly record struct ThreadsAccess(string AccountId, Secret Token, Secret? AppSecret)
{
    public static ThreadsAccess Of(PublishWork work) => new(work.Channel.AccountId, work.AccessToken, work.App?.ClientSecret);
}

/// <summary>The calls of the Threads API, each as one method.</summary>
/// <seealso href="https://developers.facebook.com/documentation/threads/reference"/>
internal sealed class ThreadsApi(GraphClient graph, IOptions<ThreadsOptions> options)
{
    private readonly ThreadsOptions _options = options.Value;
    private readonly string _root = $"{options.Value.GraphBaseUrl.AbsoluteUri.TrimEnd('/')}/{options.Value.Version}/";

    public Task<GraphAnswer> CreateContainerAsync(ThreadsAccess access, GraphForm form, CancellationToken cancellationToken) =>
        WriteAsync(
            access,
            "POST /{user}/threads",
            $"{access.AccountId}/threads",
            form,
            _options.ContainerTimeout,
            cancellationToken
        );

    public ValueTask<GraphAnswer> ReadContainerAsync(ThreadsAccess access, string id, CancellationToken cancellationToken) =>
        ReadAsync(access, "GET /{container}", id, new GraphForm().Add("fields", "id,status,error_message"), cancellationToken);

    public Task<GraphAnswer> PublishAsync(ThreadsAccess access, string containerId, CancellationToken cancellationToken) =>
        WriteAsync(
            access,
            "POST /{user}/threads_publish",
            $"{access.AccountId}/threads_publish",
            new GraphForm().Add("creation_id", containerId),
            _options.PublishTimeout,
            cancellationToken
        );

    public Task<GraphAnswer> ReadPermalinkAsync(ThreadsAccess access, string postId, CancellationToken cancellationToken) =>
        graph.ReadOnceAsync(
            "GET /{thread}",
            Url(postId, Proven(access, new GraphForm().Add("fields", "id,permalink,timestamp"))),
            access.Token,
            _options.PermalinkTimeout,
            cancellationToken
        );

    public ValueTask<GraphAnswer> ReadIdAsync(ThreadsAccess access, string postId, CancellationToken cancellationToken) =>
        ReadAsync(access, "GET /{thread}", postId, new GraphForm().Add("fields", "id"), cancellationToken);

    public Task<GraphAnswer> DeleteAsync(ThreadsAccess access, string postId, CancellationToken cancellationToken) =>
        graph.DeleteAsync(
            "DELETE /{thread}",
            Url(postId, query: null),
            access.Token,
            Proven(access, new GraphForm()),
            _options.PublishTimeout,
            cancellationToken
        );

    /// <param name="withReplies">Reading the number of replies needs one more permission.</param>
    public ValueTask<GraphAnswer> ReadLimitsAsync(ThreadsAccess access, bool withReplies, CancellationToken cancellationToken) =>
        ReadAsync(
            access,
            "GET /{user}/threads_publishing_limit",
            $"{access.AccountId}/threads_publishing_limit",
            new GraphForm().Add("fields", $"quota_usage,config{(withReplies ? ",reply_quota_usage,reply_config" : "")}"),
            cancellationToken
        );

    /// <param name="edge"><c>threads</c> for posts, <c>replies</c> for what the account answered.</param>
    public ValueTask<GraphAnswer> ListAsync(
        ThreadsAccess access,
        string edge,
        DateTimeOffset since,
        string? after,
        CancellationToken cancellationToken
    ) =>
        ReadAsync(
            access,
            $"GET /{{user}}/{edge}",
            $"{access.AccountId}/{edge}",
            new GraphForm()
                .Add("fields", $"id,text,media_type,permalink,timestamp{(edge == "replies" ? ",replied_to" : "")}")
                .Add("since", $"{since.ToUnixTimeSeconds()}")
                .Add("limit", "100")
                .Add("after", after),
            cancellationToken
        );

    public ValueTask<GraphAnswer> ReadProfileAsync(ThreadsAccess access, CancellationToken cancellationToken) =>
        ReadAsync(
            access,
            "GET /me",
            "me",
            new GraphForm().Add("fields", "id,username,name,threads_profile_picture_url"),
            cancellationToken
        );

    /// <summary>What a token is allowed. The page asks for the token of a tester to read it with: for others it may be refused.</summary>
    public ValueTask<GraphAnswer> ReadTokenAsync(ThreadsAccess access, CancellationToken cancellationToken) =>
        ReadAsync(
            access,
            "GET /debug_token",
            "debug_token",
            new GraphForm().Add("input_token", access.Token.Reveal()),
            cancellationToken
        );

    private ValueTask<GraphAnswer> ReadAsync(
        ThreadsAccess access,
        string operation,
        string path,
        GraphForm query,
        CancellationToken cancellationToken
    ) => graph.ReadAsync(operation, Url(path, Proven(access, query)), access.Token, _options.ReadTimeout, cancellationToken);

    private Task<GraphAnswer> WriteAsync(
        ThreadsAccess access,
        string operation,
        string path,
        GraphForm form,
        TimeSpan timeout,
        CancellationToken cancellationToken
    ) => graph.WriteAsync(operation, Url(path, query: null), access.Token, Proven(access, form), timeout, cancellationToken);

    private GraphForm Proven(ThreadsAccess access, GraphForm form) =>
        _options.SendAppSecretProof && access.AppSecret is { } secret
            ? form.Add("appsecret_proof", AppSecretProof.Compute(secret, access.Token))
            : form;

    private string Url(string path, GraphForm? query) => $"{_root}{path}{query?.ToQuery()}";
}
