using Atlas.Sandbox.Meta;

namespace Atlas.Sandbox.Facebook;

/// <summary>Posts one by one and as lists, newest first, and stories.</summary>
internal static class PostReads
{
    public static ValueTask<GraphError?> ReadAsync(GraphCall call) => ValueTask.FromResult(Read(call));

    public static ValueTask<GraphError?> ListAsync(GraphCall call) => ValueTask.FromResult(List(call));

    public static ValueTask<GraphError?> ListStoriesAsync(GraphCall call) => ValueTask.FromResult(ListStories(call));

    private static GraphError? Read(GraphCall call)
    {
        if (call.Node is not PagePost { Entry.IsDeleted: false } post)
        {
            return GraphErrors.NoSuchObject(call.Method, call.Path);
        }

        var fields = call.Fields("id,message,created_time");
        if (Check(fields) is { } error)
        {
            return error;
        }

        Write(call, post, fields);
        return null;
    }

    private static GraphError? List(GraphCall call)
    {
        var fields = call.Fields("id,message,created_time");
        var posts = Of(call).Where(post => post.Entry.Kind is not "story").ToList();
        return Check(fields) ?? GraphPage.Write(call, posts, post => post.Id, post => Write(call, post, fields));
    }

    private static GraphError? ListStories(GraphCall call)
    {
        var stories = Of(call).Where(post => post.Entry.Kind is "story").ToList();
        return GraphPage.Write(
            call,
            stories,
            post => post.Id,
            post =>
            {
                var json = call.Json;
                json.WriteStartObject();
                json.WriteString("post_id"u8, post.Id);
                json.WriteString("status"u8, post.Entry.Created.AddHours(24) > call.Now ? "PUBLISHED" : "ARCHIVED");
                json.WriteString("creation_time"u8, post.Entry.Created.ToUnixTimeSeconds().ToString());
                json.WriteString("media_type"u8, post.Video is null ? "photo" : "video");
                json.WriteString("media_id"u8, post.StoryMediaId);
                json.WriteString("url"u8, call.BaseUrl + post.Entry.Path);
                json.WriteEndObject();
            }
        );
    }

    private static IEnumerable<PagePost> Of(GraphCall call)
    {
        if (call.Node is not FacebookPage page)
        {
            return [];
        }

        var since = call["since"] is { } from ? GraphTime.Parse(from) : null;
        var until = call["until"] is { } to ? GraphTime.Parse(to) : null;
        // By time and then by id: posts of the same millisecond keep their order from page to page.
        return call
            .World.Nodes.Values.OfType<PagePost>()
            .Where(post => post.Page == page && !post.Entry.IsDeleted)
            .Where(post => (since is null || post.Entry.Created >= since) && (until is null || post.Entry.Created < until))
            .OrderByDescending(post => post.Entry.Created)
            .ThenByDescending(post => post.Id, StringComparer.Ordinal);
    }

    private static GraphError? Check(FieldSet fields)
    {
        foreach (var field in fields.Fields)
        {
            if (
                field.Name
                is not (
                    "id"
                    or "message"
                    or "created_time"
                    or "updated_time"
                    or "permalink_url"
                    or "attachments"
                    or "is_published"
                    or "status_type"
                )
            )
            {
                return GraphErrors.UnknownField(field.Name, "PagePost");
            }
        }

        return null;
    }

    private static void Write(GraphCall call, PagePost post, FieldSet fields)
    {
        var json = call.Json;
        json.WriteStartObject();
        foreach (var field in fields.Fields)
        {
            switch (field.Name)
            {
                case "message" when post.Entry.Text is { Length: > 0 } text:
                    json.WriteString("message"u8, text);
                    break;
                case "created_time":
                    json.WriteString("created_time"u8, GraphTime.Text(post.Entry.Created));
                    break;
                case "updated_time":
                    json.WriteString("updated_time"u8, GraphTime.Text(post.Entry.Edited ?? post.Entry.Created));
                    break;
                case "permalink_url":
                    json.WriteString("permalink_url"u8, call.BaseUrl + post.Entry.Path);
                    break;
                case "is_published":
                    json.WriteBoolean("is_published"u8, true);
                    break;
                case "attachments":
                    WriteAttachments(call, post);
                    break;
            }
        }

        json.WriteString("id"u8, post.Id);
        json.WriteEndObject();
    }

    private static void WriteAttachments(GraphCall call, PagePost post)
    {
        string[] targets = post.Video is { } video ? [video.Id] : [.. post.Photos.Select(photo => photo.Id)];
        if (targets.Length is 0 && post.Entry.Link is null)
        {
            return; // the key is absent, as on the network
        }

        var json = call.Json;
        json.WriteStartObject("attachments"u8);
        json.WriteStartArray("data"u8);
        json.WriteStartObject();
        if (targets.Length > 1)
        {
            json.WriteStartObject("subattachments"u8);
            json.WriteStartArray("data"u8);
            foreach (var target in targets)
            {
                json.WriteStartObject();
                WriteTarget(target);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }
        else if (targets is [var only])
        {
            WriteTarget(only);
        }

        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();

        void WriteTarget(string id)
        {
            json.WriteStartObject("target"u8);
            json.WriteString("id"u8, id);
            json.WriteEndObject();
        }
    }
}
