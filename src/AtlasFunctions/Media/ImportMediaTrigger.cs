using Atlas.Core;
using Atlas.Core.Media;
using Atlas.Core.Workspaces;
using Atlas.Functions.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Atlas.Functions.Media;

public sealed class ImportMediaTrigger(ImportMedia import, ApiOptions options)
{
    [Function("ImportMedia")]
    [RequiresScope(Scopes.MediaWrite)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/media/from-url")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken
    )
    {
        var read = await request.ReadAsync(context, ApiJson.Default.ImportMediaRequest, options, cancellationToken);
        return read.Failed
            ? read.Problem.ToHttp()
            : (
                await import.HandleAsync(read.Value.Caller, read.Value.Body, read.Value.IdempotencyKey, cancellationToken)
            ).ToHttp();
    }
}
