using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Atlas.Functions.Reference;

/// <summary>A page of the app itself: no scripts, in no frame, kept nowhere, and no word of its address to others.</summary>
internal static class HtmlPage
{
    private const string Policy =
        "default-src 'none'; style-src 'unsafe-inline'; img-src https: data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public static IResult Of(string html, HttpStatusCode status) => new Result(html, (int)status);

    public static string Frame(string title, string body) =>
        $"""
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
            <title>{WebUtility.HtmlEncode(title)}</title><style>{PageStyle.Css}</style></head>
            <body><main><h1>{WebUtility.HtmlEncode(title)}</h1>
            {body}
            </main></body></html>
            """;

    private sealed class Result(string html, int status) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            var bytes = Encoding.UTF8.GetBytes(html);
            response.StatusCode = status;
            response.ContentType = "text/html; charset=utf-8";
            response.ContentLength = bytes.Length;
            response.Headers.ContentSecurityPolicy = Policy;
            response.Headers.XContentTypeOptions = "nosniff";
            response.Headers.CacheControl = "no-store";
            response.Headers["Referrer-Policy"] = "no-referrer";
            return response.Body.WriteAsync(bytes, httpContext.RequestAborted).AsTask();
        }
    }
}
