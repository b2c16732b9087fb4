using Atlas.Core.Problems;
using Atlas.Core.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace Atlas.Functions.Api;

/// <summary>Answers faults as problems, without their insides, and logs each once.</summary>
public sealed partial class ProblemMiddleware(ILogger<ProblemMiddleware> logger) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var http = context.GetHttpContext();
        if (http is null)
        {
            await next(context);
            return;
        }

        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            throw; // the caller is gone: there is nobody to answer
        }
        catch (Exception ex) when (!http.Response.HasStarted) // the edge of the request
        {
            var problem = ex switch
            {
                StorageUnavailableException storage => Problem.Unavailable(storage.RetryAfter),
                BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => Problem.TooLarge(0) with
                {
                    Detail = "The body is larger than this host takes.",
                },
                BadHttpRequestException bad => Problem.MalformedJson("The request could not be read.") with
                {
                    Status = bad.StatusCode,
                    Type = "urn:atlas:problem:bad-request",
                    Title = "Bad request",
                },
                _ => Problem.Internal(),
            };
            if (problem.Status >= 500)
            {
                Log.Faulted(logger, ex, context.FunctionDefinition.Name, http.CorrelationId());
            }

            await problem.WriteAsync(http);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "{Function} failed. Correlation {CorrelationId}.")]
        public static partial void Faulted(ILogger logger, Exception exception, string function, string correlationId);
    }
}
