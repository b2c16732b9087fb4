using Atlas.Core;
using Atlas.Core.Posts;
using Atlas.Core.Publishing;
using Atlas.Core.Workspaces;
using Atlas.Functions.Api;
using Atlas.Functions.Publishing;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;

namespace Atlas.Functions.Posts;

public sealed class CreatePostTrigger(CreatePost createPost, ApiOptions options, IOptions<PublishingOptions> publishing)
{
    [Function(nameof(CreatePost))]
    [RequiresScope(Scopes.PostsWrite)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/posts")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        FunctionContext context,
        CancellationToken cancellationToken
    )
    {
        var read = await request.ReadAsync(context, ApiJson.Default.CreatePostRequest, options, cancellationToken);
        if (read.Failed)
        {
            return read.Problem.ToHttp();
        }

        var (caller, body, key) = read.Value;
        var starter = new DurablePublicationStarter(client, publishing.Value);
        return (await createPost.HandleAsync(caller, body, key, starter, cancellationToken)).ToHttp();
    }
}
