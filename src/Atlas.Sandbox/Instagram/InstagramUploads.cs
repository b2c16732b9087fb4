using Atlas.Sandbox.Meta;

namespace Atlas.Sandbox.Instagram;

/// <summary>POST to rupload.facebook.com/ig-api-upload: raw bytes, or an address in the <c>file_url</c> header.</summary>
internal static class InstagramUploads
{
    private const string Prefix = "ig-api-upload/";

    public static GraphOperation? Find(GraphCall call)
    {
        if (call.Method is not "POST" || !call.Path.StartsWith(Prefix))
        {
            return null;
        }

        var id = call.Path[(call.Path.LastIndexOf('/') + 1)..];
        call.Node = call.World.Nodes.GetValueOrDefault(id) as InstagramContainer;
        return call.Node is null ? null : InstagramOperations.Upload;
    }

    public static async ValueTask<GraphError?> ReceiveAsync(GraphCall call)
    {
        if (call.Node is not InstagramContainer { Upload: { } upload } container)
        {
            return Fail(call, "The container doesn't wait for an upload.", isRetriable: false);
        }

        if (container.StateAt(call.Now) is not ContainerState.InProgress || upload.IsComplete)
        {
            return Fail(call, "The upload has ended.", isRetriable: false);
        }

        var headers = call.Http.Request.Headers;
        if (headers.TryGetValue("file_url", out var address))
        {
            if (!Uri.TryCreate(address.ToString(), UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            {
                return Fail(call, "file_url is not a URL.", isRetriable: false);
            }

            await upload.CompleteAsync();
            _ = ContainerMedia.FetchVideoAsync(call.World, call.Fetcher, container, url);
            return Succeed(call);
        }

        if (!long.TryParse(headers["offset"], out var offset) || !long.TryParse(headers["file_size"], out var size) || size <= 0)
        {
            return Fail(call, "The headers offset and file_size are required.", isRetriable: false);
        }

        if (size > VideoRules.MaxBytes(container.Kind))
        {
            return Fail(call, "The file is too large.", isRetriable: false);
        }

        if (!await upload.AppendAsync(call.Http.Request.Body, offset, size, call.Http.RequestAborted))
        {
            return Fail(call, $"The bytes don't continue the upload, which is at {upload.Received}.", isRetriable: true);
        }

        if (upload.Received < size)
        {
            return Fail(call, $"{upload.Received} of {size} bytes have arrived.", isRetriable: true);
        }

        using var file = await upload.CompleteAsync();
        ContainerMedia.TakeVideo(call.World, container, file);
        return container.Failure is { } subcode
            ? Fail(call, $"The video could not be processed: {subcode}.", isRetriable: false)
            : Succeed(call);
    }

    private static GraphError? Succeed(GraphCall call)
    {
        call.Json.WriteStartObject();
        call.Json.WriteBoolean("success"u8, true);
        call.Json.WriteString("message"u8, "Upload successful.");
        call.Json.WriteEndObject();
        return null;
    }

    private static GraphError? Fail(GraphCall call, string message, bool isRetriable)
    {
        call.Http.Response.StatusCode = StatusCodes.Status400BadRequest;
        call.Json.WriteStartObject();
        call.Json.WriteStartObject("debug_info"u8);
        call.Json.WriteBoolean("retriable"u8, isRetriable);
        call.Json.WriteString("type"u8, "ProcessingFailedError");
        call.Json.WriteString("message"u8, message);
        call.Json.WriteEndObject();
        call.Json.WriteEndObject();
        return null;
    }
}
