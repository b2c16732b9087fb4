using Atlas.Sandbox.Media;
using Atlas.Sandbox.Meta;
using Atlas.Sandbox.Uploads;

namespace Atlas.Sandbox.Facebook;

/// <summary>POST to rupload.facebook.com/video-upload: raw bytes from an offset on, or an address in the <c>file_url</c> header.</summary>
internal static class VideoBytes
{
    private const string Prefix = "video-upload/";
    private const long MostBytes = 1L << 30;

    public static GraphOperation? Find(GraphCall call)
    {
        if (call.Method is not "POST" || !call.Path.StartsWith(Prefix))
        {
            return null;
        }

        call.Node = call.World.Nodes.GetValueOrDefault(call.Path[(call.Path.LastIndexOf('/') + 1)..]) as PageVideo;
        return call.Node is PageVideo { SessionId: null } ? PageOperations.Upload : null;
    }

    public static async ValueTask<GraphError?> ReceiveAsync(GraphCall call)
    {
        if (call.Node is not PageVideo video || video.HasArrived)
        {
            return Fail(call, "ProcessingFailedError", "The upload has ended.", isRetriable: false);
        }

        var headers = call.Http.Request.Headers;
        if (headers.TryGetValue("file_url", out var address))
        {
            if (!Uri.TryCreate(address.ToString(), UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            {
                return Fail(call, "ProcessingFailedError", "file_url is not a URL.", isRetriable: false);
            }

            _ = FetchAsync(call.World, call.Fetcher, video, url);
            return Succeed(call);
        }

        if (!long.TryParse(headers["offset"], out var offset) || !long.TryParse(headers["file_size"], out var size) || size <= 0)
        {
            return Fail(call, "ProcessingFailedError", "The headers offset and file_size are required.", isRetriable: false);
        }

        if (offset != video.Upload.Next)
        {
            return Fail(call, "OffsetInvalidError", $"The upload is at {video.Upload.Next}.", isRetriable: true);
        }

        video.Upload.SetTotal(size);
        var step = await video.Upload.WriteAsync(call.Http.Request.Body, offset, size - offset, call.Http.RequestAborted);
        if (step is not UploadStep.Stored || !video.Upload.IsComplete)
        {
            return Fail(call, "PartialRequestError", $"{video.Upload.Next} of {size} bytes have arrived.", isRetriable: true);
        }

        using var file = await video.Upload.TakeAsync();
        VideoPhases.Take(call.World, video, file);
        return Succeed(call);
    }

    private static async Task FetchAsync(World world, MediaFetcher fetcher, PageVideo video, Uri url)
    {
        using var file = await fetcher.FetchAsync(
            url,
            MostBytes,
            TimeSpan.FromMilliseconds(world.Options.FetchTimeoutMs),
            cacheClock: null
        );
        VideoPhases.Take(world, video, file);
    }

    private static GraphError? Succeed(GraphCall call) => call.Success();

    private static GraphError? Fail(GraphCall call, string type, string message, bool isRetriable)
    {
        call.Http.Response.StatusCode = StatusCodes.Status400BadRequest;
        call.Json.WriteStartObject();
        call.Json.WriteStartObject("debug_info"u8);
        call.Json.WriteBoolean("retriable"u8, isRetriable);
        call.Json.WriteString("type"u8, type);
        call.Json.WriteString("message"u8, message);
        call.Json.WriteEndObject();
        call.Json.WriteEndObject();
        return null;
    }
}
