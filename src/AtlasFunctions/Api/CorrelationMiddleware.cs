using System.Diagnostics;
using Atlas.Core.Tracing;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace Atlas.Functions.Api;

/// <summary>
/// Gives each request an id by which its caller, the log and the timelines mean the same: the caller's own where it sends a fit
/// one, else the id of the request's trace.
/// </summary>
public sealed class CorrelationMiddleware(ILogger<CorrelationMiddleware> logger) : IFunctionsWorkerMiddleware
{
    public const string Header = "X-Correlation-Id";

    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is { } http)
        {
            return CorrelateAsync(http, context, next);
        }

        RequestCorrelation.Current = null; // work that a request has set off is not the request
        return next(context);
    }

    private async Task CorrelateAsync(HttpContext http, FunctionContext context, FunctionExecutionDelegate next)
    {
        var id =
            http.Request.Headers[Header] is [{ } given] && RequestCorrelation.IsValid(given)
                ? given
                : (Activity.Current?.TraceId ?? ActivityTraceId.CreateRandom()).ToString();
        RequestCorrelation.Current = id;
        http.Response.Headers[Header] = id;
        using (logger.BeginScope(new RequestScope(id)))
        {
            await next(context);
        }
    }
}
