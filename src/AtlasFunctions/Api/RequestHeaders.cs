using System.Buffers;
using Atlas.Core.Problems;
using Atlas.Core.Workspaces;
using Microsoft.AspNetCore.Http;

namespace Atlas.Functions.Api;

internal static class RequestHeaders
{
    public static string? IfMatch(this HttpRequest request) =>
        request.Headers.IfMatch.ToString() is { Length: > 0 } tag ? tag : null;

    /// <summary>The address under which the caller reached this app.</summary>
    public static string BaseUrl(this HttpRequest request) => $"{request.Scheme}://{request.Host}{request.PathBase}";

    /// <summary>For a POST without a body.</summary>
    public static Outcome<OptionalKey> ReadIdempotencyKey(this HttpRequest request, Caller caller) =>
        request.ReadIdempotencyKey(caller, ReadOnlySequence<byte>.Empty);
}
