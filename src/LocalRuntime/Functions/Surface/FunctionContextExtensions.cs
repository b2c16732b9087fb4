using Microsoft.AspNetCore.Http;

namespace Microsoft.Azure.Functions.Worker;

public static class FunctionContextExtensions
{
    // The item under which the real worker keeps the request, so that a context made by a test works as well.
    internal const string HttpContextKey = "HttpRequestContext";

    public static HttpContext? GetHttpContext(this FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context is Atlas.LocalRuntime.Functions.Invocation.InvocationContext invocation ? invocation.HttpContext
            : context.Items.TryGetValue(HttpContextKey, out var item) ? item as HttpContext
            : null;
    }
}
