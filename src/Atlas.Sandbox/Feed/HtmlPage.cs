using System.Net;
using System.Reflection;

namespace Atlas.Sandbox.Feed;

internal static class HtmlPage
{
    private static readonly Lazy<byte[]> Css = new(ReadCss);

    public static ReadOnlyMemory<byte> Stylesheet => Css.Value;

    public static string Escape(string text) => WebUtility.HtmlEncode(text);

    public static string Wrap(string title, string body) =>
        $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{Escape(title)} · Atlas Sandbox</title>
            <link rel="stylesheet" href="/feed.css">
            </head>
            <body>
            <header class="top"><a class="brand" href="/"><span class="mark"></span>Atlas Sandbox</a><span class="note">simulated networks</span></header>
            {body}
            </body>
            </html>
            """;

    public static Task WriteAsync(HttpContext http, string html, int status = StatusCodes.Status200OK)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/html; charset=utf-8";
        Protect(http.Response);
        return http.Response.WriteAsync(html);
    }

    public static void Protect(HttpResponse response)
    {
        response.Headers.ContentSecurityPolicy = "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'self'";
        response.Headers.XContentTypeOptions = "nosniff";
    }

    private static byte[] ReadCss()
    {
        using var stream =
            Assembly.GetExecutingAssembly().GetManifestResourceStream("feed.css")
            ?? throw new InvalidOperationException("feed.css is not embedded.");
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }
}
