using Atlas.Sandbox.Meta;

namespace Atlas.Sandbox.Instagram;

/// <summary>Reading one medium and the lists of media.</summary>
internal static class MediaReads
{
    private const int MostListed = 10_000;

    public static ValueTask<GraphError?> ReadAsync(GraphCall call) => ValueTask.FromResult(Read(call));

    public static ValueTask<GraphError?> ListAsync(GraphCall call) => ValueTask.FromResult(List(call));

    public static ValueTask<GraphError?> ListStoriesAsync(GraphCall call) => ValueTask.FromResult(ListStories(call));

    public static ValueTask<GraphError?> ListChildrenAsync(GraphCall call) =>
        ValueTask.FromResult(call.Node is InstagramMedia media ? WritePage(call, media.Children) : null);

    public static ValueTask<GraphError?> ListCollaboratorsAsync(GraphCall call)
    {
        call.Json.WriteStartObject();
        call.Json.WriteStartArray("data"u8);
        foreach (var username in call.Node is InstagramMedia media ? media.Container.Request.Collaborators : [])
        {
            call.Json.WriteStartObject();
            call.Json.WriteString("username"u8, username);
            call.Json.WriteString("invite_status"u8, "Pending");
            call.Json.WriteEndObject();
        }

        call.Json.WriteEndArray();
        call.Json.WriteEndObject();
        return ValueTask.FromResult<GraphError?>(null);
    }

    private static GraphError? Read(GraphCall call)
    {
        if (call.Node is not InstagramMedia media || media.IsOver(call.Now))
        {
            return GraphErrors.NoSuchObject(call.Method, call.Path);
        }

        var fields = call.Fields("id");
        if (MediaFields.Check(fields) is { } error)
        {
            return error;
        }

        MediaFields.Write(call, media, fields);
        return null;
    }

    private static GraphError? List(GraphCall call)
    {
        if (call.Node is not InstagramAccount account)
        {
            return GraphErrors.NoSuchObject(call.Method, call.Path);
        }

        if (Time(call, "since", DateTimeOffset.MinValue, out var since) is { } badSince)
        {
            return badSince;
        }

        if (Time(call, "until", DateTimeOffset.MaxValue, out var until) is { } badUntil)
        {
            return badUntil;
        }

        var media = account.Media(stories: false);
        if (media.Count > MostListed)
        {
            media.RemoveRange(MostListed, media.Count - MostListed);
        }

        media.RemoveAll(m => m.Timestamp < since || m.Timestamp > until);
        return WritePage(call, media);
    }

    private static GraphError? ListStories(GraphCall call)
    {
        if (call.Node is not InstagramAccount account)
        {
            return GraphErrors.NoSuchObject(call.Method, call.Path);
        }

        var stories = account.Media(stories: true);
        stories.RemoveAll(story => story.IsOver(call.Now));
        return WritePage(call, stories);
    }

    private static GraphError? WritePage(GraphCall call, IReadOnlyList<InstagramMedia> media)
    {
        var fields = call.Fields("id");
        return MediaFields.Check(fields) ?? GraphPage.Write(call, media, m => m.Id, m => MediaFields.Write(call, m, fields));
    }

    private static GraphError? Time(GraphCall call, string name, DateTimeOffset whenNone, out DateTimeOffset time)
    {
        time = whenNone;
        if (call[name] is not { } text)
        {
            return null;
        }

        if (GraphTime.Parse(text) is not { } parsed)
        {
            return GraphErrors.Invalid($"{name} must be a time");
        }

        time = parsed;
        return null;
    }
}
