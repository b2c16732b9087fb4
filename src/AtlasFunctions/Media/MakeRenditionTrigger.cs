using Atlas.Core;
using Atlas.Core.Media;
using Atlas.Core.Problems;
using Atlas.Core.Workspaces;
using Atlas.Functions.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Atlas.Functions.Media;

public sealed class MakeRenditionTrigger(MakeRendition make, ApiOptions options)
{
    [Function("MakeRendition")]
    [RequiresScope(Scopes.MediaWrite)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/media/{mediaId}/renditions")] HttpRequest request,
        string mediaId,
        FunctionContext context,
        CancellationToken cancellationToken
    )
    {
        if (!Id<MediaAsset>.TryParse(mediaId, out var id))
        {
            return Problem.NotFound("media").ToHttp();
        }

        var read = await request.ReadAsync(context, ApiJson.Default.MediaCrop, options, cancellationToken);
        return read.Failed
            ? read.Problem.ToHttp()
            : (
                await make.HandleAsync(read.Value.Caller, id, read.Value.Body, read.Value.IdempotencyKey, cancellationToken)
            ).ToHttp();
    }
}
