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

namespace Atlas.Functions.Publications;

/// <summary>What people do to posts that are live.</summary>
public sealed class LivePostTriggers(ChangeLivePost change, ApiOptions options, IOptions<PublishingOptions> publishing)
{
    [Function("EditPublication")]
    [RequiresScope(Scopes.PostsWrite)]
    public async Task<IResult> EditAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/publications/{publicationId}/edit")]
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

        var read = await request.ReadAsync(context, ApiJson.Default.EditPublicationRequest, options, cancellationToken);
        return read.Failed
            ? read.Problem.ToHttp()
            : (
                await change.EditAsync(
                    read.Value.Caller,
                    id,
                    read.Value.Body,
                    read.Value.IdempotencyKey,
                    request.IfMatch(),
                    new DurablePublicationStarter(client, publishing.Value),
                    cancellationToken
                )
            ).ToHttp();
    }

    [Function("DeletePublication")]
    [RequiresScope(Scopes.PostsWrite)]
    public async Task<IResult> DeleteAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/publications/{publicationId}")] HttpRequest request,
        string publicationId,
        [DurableClient] DurableTaskClient client,
        FunctionContext context,
        CancellationToken cancellationToken
    ) =>
        Id<Publication>.TryParse(publicationId, out var id)
            ? (
                await change.DeleteAsync(
                    context.Caller(),
                    id,
                    request.IfMatch(),
                    new DurablePublicationStarter(client, publishing.Value),
                    cancellationToken
                )
            ).ToHttp()
            : Problem.NotFound("publication").ToHttp();
}
