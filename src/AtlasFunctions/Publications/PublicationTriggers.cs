using Atlas.Core;
using Atlas.Core.Channels;
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

namespace Atlas.Functions.Publications;

public sealed class PublicationTriggers(
    ReadPublications publications,
    DecidePublication decide,
    ApiOptions options,
    IOptions<PublishingOptions> publishing
)
{
    [Function("ListPublications")]
    [RequiresScope(Scopes.PostsRead)]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/publications")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken
    )
    {
        var parameters = new RequestParameters(request);
        var query = new PublicationQuery(
            parameters.Names<PublicationState>("state"),
            parameters.Id<Channel>("channelId"),
            parameters.Instant("from"),
            parameters.Instant("to"),
            parameters.Cursor(),
            parameters.Limit()
        );
        return parameters.Problem is { } problem
            ? problem.ToHttp()
            : (await publications.ListAsync(context.Caller(), query, cancellationToken)).ToHttp();
    }

    [Function("GetPublication")]
    [RequiresScope(Scopes.PostsRead)]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/publications/{publicationId}")] HttpRequest request,
        string publicationId,
        FunctionContext context,
        CancellationToken cancellationToken
    ) =>
        Id<Publication>.TryParse(publicationId, out var id)
            ? (await publications.ReadAsync(context.Caller(), id, cancellationToken)).ToHttp()
            : Problem.NotFound("publication").ToHttp();

    [Function("RetryPublication")]
    [RequiresScope(Scopes.PostsWrite)]
    public async Task<IResult> RetryAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/publications/{publicationId}/retry")]
            HttpRequest request,
        string publicationId,
        [DurableClient] DurableTaskClient client,
        FunctionContext context,
        CancellationToken cancellationToken
    )
    {
        var caller = context.Caller();
        var key = request.ReadIdempotencyKey(caller);
        return !Id<Publication>.TryParse(publicationId, out var id) ? Problem.NotFound("publication").ToHttp()
            : key.Failed ? key.Problem.ToHttp()
            : (
                await decide.RetryAsync(caller, id, key.Value.Key, request.IfMatch(), Starter(client), cancellationToken)
            ).ToHttp();
    }

    [Function("ResolvePublication")]
    [RequiresScope(Scopes.PostsWrite)]
    public async Task<IResult> ResolveAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/publications/{publicationId}/resolve")]
            HttpRequest request,
        string publicationId,
        [DurableClient] DurableTaskClient client,
        FunctionContext context,
        CancellationToken cancellationToken
    )
    {
        if (!Id<Publication>.TryParse(publicationId, out var id))
        {
            return Problem.NotFound("publication").ToHttp();
        }

        var read = await request.ReadAsync(context, ApiJson.Default.ResolvePublicationRequest, options, cancellationToken);
        return read.Failed
            ? read.Problem.ToHttp()
            : (
                await decide.ResolveAsync(
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

    private DurablePublicationStarter Starter(DurableTaskClient client) => new(client, publishing.Value);
}
