using Atlas.Functions.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Atlas.Functions.Reference;

public sealed class ReferenceTriggers(ApiContract contract)
{
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'";

    [Function("GetOpenApi")]
    [OpenToAll("the contract is public")]
    public IResult OpenApi([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/openapi.json")] HttpRequest request) =>
        Results.Bytes(contract.Json, "application/json");

    [Function("GetReference")]
    [OpenToAll("the contract is public")]
    public IResult Reference([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/reference")] HttpRequest request) =>
        Page(request, contract.Page);

    [Function("GetHome")]
    [OpenToAll("it says nothing but where to go")]
    public IResult Home([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "/")] HttpRequest request) =>
        Page(request, HomePage.Html);

    private static IResult Page(HttpRequest request, ReadOnlyMemory<byte> html)
    {
        var headers = request.HttpContext.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        return Results.Bytes(html, "text/html; charset=utf-8");
    }
}
