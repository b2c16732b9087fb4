using Atlas.Core;
using Atlas.Core.Channels;
using Atlas.Core.Posts;
using Atlas.Core.Problems;
using Atlas.Core.Publishing;
using Atlas.Core.Workspaces;
using Atlas.Functions.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Atlas.Functions.Posts;

/// <summary>Looks at posts. Validating one is a look too.</summary>
public sealed class PostReadTriggers(ReadPosts posts, PostTimeline timeline, ValidatePost validate, ApiOptions options)
{
    [Function("ListPosts")]
    [RequiresScope(Scopes.PostsRead)]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/posts")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken
    )
    {
        var parameters = new RequestParameters(request);
        var query = new PostQuery(
            parameters.Id<Channel>("channelId"),
            parameters.Names<PublicationState>("state"),
            parameters.Instant("createdFrom"),
            parameters.Instant("createdBefore"),
            parameters.Cursor(),
            parameters.Limit()
        );
        return parameters.Problem is { } problem
            ? problem.ToHttp()
            : (await posts.ListAsync(context.Caller(), query, cancellationToken)).ToHttp();
    }

    [Function("GetPost")]
    [RequiresScope(Scopes.PostsRead)]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/posts/{postId}")] HttpRequest request,
        string postId,
        FunctionContext context,
        CancellationToken cancellationToken
    ) =>
        Id<Post>.TryParse(postId, out var id)
            ? (await posts.ReadAsync(context.Caller(), id, cancellationToken)).ToHttp()
            : Problem.NotFound("post").ToHttp();

    [Function("GetPostTimeline")]
    [RequiresScope(Scopes.PostsRead)]
    public async Task<IResult> TimelineAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/posts/{postId}/timeline")] HttpRequest request,
        string postId,
        FunctionContext context,
        CancellationToken cancellationToken
    ) =>
        Id<Post>.TryParse(postId, out var id)
            ? (await timeline.HandleAsync(context.Caller(), id, cancellationToken)).ToHttp()
            : Problem.NotFound("post").ToHttp();

    [Function("ValidatePost")]
    [RequiresScope(Scopes.PostsRead)]
    public async Task<IResult> ValidateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/posts/validate")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken
    )
    {
        var read = await request.ReadAsync(context, ApiJson.Default.CreatePostRequest, options, cancellationToken);
        return read.Failed
            ? read.Problem.ToHttp()
            : (await validate.HandleAsync(read.Value.Caller, read.Value.Body, cancellationToken)).ToHttp();
    }

    [Function("ValidateStoredPost")]
    [RequiresScope(Scopes.PostsRead)]
    public async Task<IResult> ValidateStoredAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/posts/{postId}/validate")] HttpRequest request,
        string postId,
        FunctionContext context,
        CancellationToken cancellationToken
    ) =>
        Id<Post>.TryParse(postId, out var id)
            ? (await validate.HandleAsync(context.Caller(), id, cancellationToken)).ToHttp()
            : Problem.NotFound("post").ToHttp();
}
