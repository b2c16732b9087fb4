using Atlas.Sandbox.Meta;

namespace Atlas.Sandbox.Threads;

/// <summary>GET /{container}.</summary>
internal static class ContainerReads
{
    public static ValueTask<GraphError?> ReadAsync(GraphCall call) => ValueTask.FromResult(Read(call));

    private static GraphError? Read(GraphCall call)
    {
        var container = (ThreadsContainer)call.Node!;
        var state = container.StateAt(call.Now);
        var fields = call.Fields("id").Fields;
        if (state is ContainerState.Published && fields.FirstOrDefault(field => field.Name is not "id") is { } lost)
        {
            return ThreadsErrors.NoSuchField(lost.Name);
        }

        if (fields.FirstOrDefault(field => field.Name is not ("id" or "status" or "error_message")) is { } unknown)
        {
            return ThreadsErrors.NoSuchField(unknown.Name);
        }

        call.Json.WriteStartObject();
        foreach (var field in fields)
        {
            if (field.Name is "status")
            {
                call.Json.WriteString("status"u8, Text(state));
            }
            else if (field.Name is "error_message" && container.Error is { } error)
            {
                call.Json.WriteString("error_message"u8, error);
            }
        }

        call.Json.WriteString("id"u8, container.Id);
        call.Json.WriteEndObject();
        return null;
    }

    private static string Text(ContainerState state) =>
        state switch
        {
            ContainerState.InProgress => "IN_PROGRESS",
            ContainerState.Finished => "FINISHED",
            ContainerState.Error => "ERROR",
            ContainerState.Expired => "EXPIRED",
            _ => "PUBLISHED",
        };
}
