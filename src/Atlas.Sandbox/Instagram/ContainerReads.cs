using Atlas.Sandbox.Meta;

namespace Atlas.Sandbox.Instagram;

/// <summary>GET /{container}.</summary>
internal static class ContainerReads
{
    public static ValueTask<GraphError?> ReadAsync(GraphCall call) => ValueTask.FromResult(Read(call));

    private static GraphError? Read(GraphCall call)
    {
        if (call.Node is not InstagramContainer container)
        {
            return GraphErrors.NoSuchObject(call.Method, call.Path);
        }

        var state = container.StateAt(call.Now);
        var json = call.Json;
        json.WriteStartObject();
        foreach (var field in call.Fields("id").Fields)
        {
            switch (field.Name)
            {
                case "id":
                    break; // always there, at the end
                case "status_code":
                    json.WriteString("status_code"u8, Code(state));
                    break;
                case "status":
                    json.WriteString("status"u8, InstagramErrors.StatusText(state, container.Failure));
                    break;
                case "copyright_check_status":
                    WriteCopyright(call, state);
                    break;
                case "video_status":
                    WriteVideoStatus(call, container, state);
                    break;
                default:
                    return GraphErrors.UnknownField(field.Name, container.TypeName);
            }
        }

        json.WriteString("id"u8, container.Id);
        json.WriteEndObject();
        return null;
    }

    private static string Code(ContainerState state) =>
        state switch
        {
            ContainerState.InProgress => "IN_PROGRESS",
            ContainerState.Finished => "FINISHED",
            ContainerState.Published => "PUBLISHED",
            ContainerState.Error => "ERROR",
            ContainerState.Expired => "EXPIRED",
            _ => throw new ArgumentOutOfRangeException(nameof(state)),
        };

    private static void WriteCopyright(GraphCall call, ContainerState state)
    {
        call.Json.WriteStartObject("copyright_check_status"u8);
        call.Json.WriteString("status"u8, state is ContainerState.InProgress ? "in_progress" : "completed");
        call.Json.WriteBoolean("matches_found"u8, false);
        call.Json.WriteEndObject();
    }

    private static void WriteVideoStatus(GraphCall call, InstagramContainer container, ContainerState state)
    {
        var upload = container.Upload;
        var isUploaded = upload?.IsComplete ?? true;
        call.Json.WriteStartObject("video_status"u8);
        call.Json.WriteStartObject("uploading_phase"u8);
        call.Json.WriteString("status"u8, isUploaded ? "complete" : "in_progress");
        call.Json.WriteNumber("bytes_transferred"u8, upload?.Received ?? container.Medium?.Bytes ?? 0);
        call.Json.WriteEndObject();
        call.Json.WriteStartObject("processing_phase"u8);
        call.Json.WriteString(
            "status"u8,
            !isUploaded ? "not_started"
                : state is ContainerState.InProgress ? "in_progress"
                : state is ContainerState.Error ? "error"
                : "complete"
        );
        call.Json.WriteEndObject();
        call.Json.WriteEndObject();
    }
}
