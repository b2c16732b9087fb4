using Atlas.Core.Problems;
using Atlas.Core.Workspaces;
using Atlas.Functions.Operations;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Atlas.Functions.Api;

/// <summary>
/// The one place that lets a request in. It fails closed: no key, a key that can't be checked, or a function that says nothing
/// about its access all mean no.
/// </summary>
public sealed class AuthenticationMiddleware(
    Authenticator authenticator,
    OperatorAccess operators,
    FunctionAccess access,
    RateLimits limits
) : IFunctionsWorkerMiddleware
{
    private const string Scheme = "Bearer ";

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is not { } http)
        {
            await next(context); // timers, queues and orchestrations have no caller
            return;
        }

        var rule = access[context.FunctionDefinition.Name];
        if (!rule.IsOpen && await AdmitAsync(context, http, rule) is { } refusal)
        {
            await refusal.WriteAsync(http);
            return;
        }

        await next(context);
    }

    private async ValueTask<Problem?> AdmitAsync(FunctionContext context, HttpContext http, FunctionRule rule)
    {
        var found = rule.Scope == Scopes.Operate ? operators.Admit(http.Request) : await AuthenticateAsync(http);
        if (found.Failed)
        {
            return found.Problem;
        }

        var caller = found.Value;
        if (limits.Take(caller.KeyId, http.Response.Headers) is { } wait)
        {
            return Problem.TooManyRequests(wait);
        }

        if (rule.Scope is not { } scope || !caller.Has(scope))
        {
            return Problem.Forbidden(rule.Scope ?? "that this function does not name");
        }

        context.SetCaller(caller);
        return null;
    }

    private async ValueTask<Outcome<Caller>> AuthenticateAsync(HttpContext http)
    {
        var header = http.Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
            return Problem.Unauthorized("Send a key: Authorization: Bearer atk_…");
        }

        if (await authenticator.FindAsync(header[Scheme.Length..].Trim(), http.RequestAborted) is not { } caller)
        {
            http.Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
            return Problem.Unauthorized("The key is unknown or has been revoked.");
        }

        return caller;
    }
}
