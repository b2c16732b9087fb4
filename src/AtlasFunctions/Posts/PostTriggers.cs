using Atlas.Core;
using Atlas.Core.Posts;
using Atlas.Core.Problems;
using Atlas.Core.Publishing;
using Atlas.Core.Workspaces;
using Atlas.Functions.Api;
using Atlas.Functions.Publishing;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;

namespace Atlas.Functions.Posts;

/// <summary>Changes of one post.</summary>
public sealed class PostTriggers(
    UpdatePost update,
    SchedulePost schedule,
    CancelPost cancel,
    ApiOptions options,
    IOptions<PublishingOptions> publishing
)
{
    [Function("UpdatePost")]
    [RequiresScope(Scopes.PostsWrite)]
    public async Task<IResult> UpdateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = "api/v1/posts/{postId}")] HttpRequest request,
        string postId,
        [DurableClient] DurableTaskClient client,
        FunctionContext context,
        CancellationToken cancellationToken
    )
    {
        if (!Id<Post>.TryParse(postId, out var id))
        {
            return Problem.NotFound("post").ToHttp();
        }

        var read = await request.ReadAsync(context, ApiJson.Default.UpdatePostRequest, options, cancellationToken);
        return read.Failed
            ? read.Problem.ToHttp()
            : (
                await update.HandleAsync(
                    read.Value.Caller,
                    id,
                    read.Value.Body,
                    request.IfMatch(),
                    Starter(client),
                    cancellationToken
                )
            ).ToHttp();
    }

    [Function("DeletePost")]
    [RequiresScope(Scopes.PostsWrite)]
    public async Task<IResult> DeleteAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/posts/{postId}")] HttpRequest request,
        string postId,
        FunctionContext context,
        CancellationToken cancellationToken
    ) =>
        Id<Post>.TryParse(postId, out var id)
            ? (await cancel.DeleteAsync(context.Caller(), id, request.IfMatch(), cancellationToken)).ToHttp()
            : Problem.NotFound("post").ToHttp();

    [Function("SchedulePost")]
    [RequiresScope(Scopes.PostsWrite)]
    public async Task<IResult> ScheduleAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/posts/{postId}/schedule")] HttpRequest request,
        string postId,
        [DurableClient] DurableTaskClient client,
        FunctionContext context,
        CancellationToken cancellationToken
    )
    {
        if (!Id<Post>.TryParse(postId, out var id))
        {
            return Problem.NotFound("post").ToHttp();
        }

        var read = await request.ReadAsync(context, ApiJson.Default.SchedulePostRequest, options, cancellationToken);
        return read.Failed
            ? read.Problem.ToHttp()
            : (
                await schedule.HandleAsync(
                    read.Value.Caller,
                    id,
                    read.Value.Body,
                    read.Value.IdempotencyKey,
                    request.IfMatch(),
                    Starter(client),
                    cancellationToken
                )
            ).ToHttp();
    }

    [Function("CancelPost")]
    [RequiresScope(Scopes.PostsWrite)]
    public async Task<IResult> CancelAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/posts/{postId}/cancel")] HttpRequest request,
        string postId,
        [DurableClient] DurableTaskClient client,
        FunctionContext context,
        CancellationToken cancellationToken
    )
    {
        var caller = context.Caller();
        var key = request.ReadIdempotencyKey(caller);
        return !Id<Post>.TryParse(postId, out var id) ? Problem.NotFound("post").ToHttp()
            : key.Failed ? key.Problem.ToHttp()
            : (
                await cancel.CancelAsync(caller, id, key.Value.Key, request.IfMatch(), Starter(client), cancellationToken)
            ).ToHttp();
    }

    private DurablePublicationStarter Starter(DurableTaskClient client) => new(client, publishing.Value);
}
