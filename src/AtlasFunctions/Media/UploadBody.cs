using Atlas.Core.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Atlas.Functions.Media;

internal static class UploadBody
{
    /// <summary>Says no by the declared length, and lifts the host's own limit, which is meant for JSON.</summary>
    public static Problem? Refuse(HttpRequest request, long limit)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null; // counted while it streams
        }

        return request.ContentLength > limit ? Problem.TooLarge(limit) : null;
    }
}
