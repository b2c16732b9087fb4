using Atlas.LocalRuntime.Functions.Invocation;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Atlas.LocalRuntime.Functions.Http;

/// <summary>Answers requests by running the function whose route takes them.</summary>
internal sealed class HttpFunctions(RouteTable routes, HostKeys keys, InvocationPipeline pipeline, InvocationLog log)
{
    public Task HandleAsync(HttpContext http)
    {
        if (routes.Find(http, out var values) is not { } route)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        if (!keys.Admit(http.Request, route.Trigger.Attribute.AuthLevel))
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        }

        if (values is not null)
        {
            http.Request.RouteValues = values;
        }

        return RunAsync(
            http,
            new InvocationContext(pipeline, route.Function, trigger: null, http.RequestAborted) { HttpContext = http }
        );
    }

    private async Task RunAsync(HttpContext http, InvocationContext context)
    {
        try
        {
            await pipeline.RunAsync(context);
            switch (context.Result)
            {
                case IResult result:
                    await result.ExecuteAsync(http);
                    break;
                case IActionResult result:
                    await result.ExecuteResultAsync(new ActionContext(http, new RouteData(), new ActionDescriptor()));
                    break;
            }

            log.Succeeded(context);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            log.Abandoned(context); // the caller is gone: there is nobody to answer
        }
        catch (Exception ex) // the edge of the request
        {
            log.Failed(context, ex);
            Refuse(http, ex);
        }
    }

    /// <summary>A bare status, as the real host answers: what went wrong is in the log alone.</summary>
    private static void Refuse(HttpContext http, Exception fault)
    {
        if (http.Response.HasStarted)
        {
            http.Abort(); // a cut answer must not look like a whole one
            return;
        }

        http.Response.Clear();
        http.Response.StatusCode = fault is BadHttpRequestException bad
            ? bad.StatusCode
            : StatusCodes.Status500InternalServerError;
    }
}
