using System.Text.Json;
using Atlas.Sandbox.Meta;

namespace Atlas.Sandbox.Instagram;

/// <summary>Reading comments and replies, newest first.</summary>
internal static class CommentReads
{
    private const int MostPerPage = 50;

    public static ValueTask<GraphError?> ListAsync(GraphCall call) =>
        ValueTask.FromResult(call.Node is InstagramMedia media ? Page(call, Of(media, parent: null)) : null);

    public static ValueTask<GraphError?> ListRepliesAsync(GraphCall call) =>
        ValueTask.FromResult(call.Node is InstagramComment comment ? Page(call, Of(comment.Media, comment)) : null);

    public static ValueTask<GraphError?> ReadAsync(GraphCall call) => ValueTask.FromResult(Read(call));

    private static GraphError? Read(GraphCall call)
    {
        if (call.Node is not InstagramComment comment)
        {
            return GraphErrors.NoSuchObject(call.Method, call.Path);
        }

        var fields = call.Fields("id");
        if (Check(fields) is { } error)
        {
            return error;
        }

        Write(call.Json, comment, fields);
        return null;
    }

    private static GraphError? Page(GraphCall call, InstagramComment[] comments)
    {
        var fields = call.Fields("id,text,timestamp");
        return Check(fields)
            ?? GraphPage.Write(
                call,
                comments,
                c => c.Id,
                c => Write(call.Json, c, fields),
                defaultLimit: 25,
                maxLimit: MostPerPage
            );
    }

    private static InstagramComment[] Of(InstagramMedia media, InstagramComment? parent)
    {
        var found = Array.FindAll(media.Comments(), comment => comment.Parent == parent);
        Array.Reverse(found);
        return found;
    }

    private static GraphError? Check(FieldSet fields)
    {
        foreach (var field in fields.Fields)
        {
            var isKnown =
                field.Name
                is "id"
                    or "text"
                    or "username"
                    or "from"
                    or "timestamp"
                    or "like_count"
                    or "hidden"
                    or "parent_id"
                    or "media"
                    or "replies"
                    or "user";
            if (!isKnown)
            {
                return GraphErrors.UnknownField(field.Name, "IGComment");
            }

            if (field.Name is "replies" && field.Inner is { } inner && Check(inner) is { } error)
            {
                return error;
            }
        }

        return null;
    }

    private static void Write(Utf8JsonWriter json, InstagramComment comment, FieldSet fields)
    {
        json.WriteStartObject();
        foreach (var field in fields.Fields)
        {
            switch (field.Name)
            {
                case "text":
                    json.WriteString("text"u8, comment.Text);
                    break;
                case "username":
                    json.WriteString("username"u8, comment.Username);
                    break;
                case "from":
                    json.WriteStartObject("from"u8);
                    json.WriteString("id"u8, comment.FromId);
                    json.WriteString("username"u8, comment.Username);
                    json.WriteEndObject();
                    break;
                case "timestamp":
                    json.WriteString("timestamp"u8, GraphTime.Text(comment.Timestamp));
                    break;
                case "like_count":
                    json.WriteNumber("like_count"u8, 0);
                    break;
                case "hidden":
                    json.WriteBoolean("hidden"u8, comment.IsHidden);
                    break;
                case "parent_id" when comment.Parent is { } parent:
                    json.WriteString("parent_id"u8, parent.Id);
                    break;
                case "media":
                    json.WriteStartObject("media"u8);
                    json.WriteString("id"u8, comment.Media.Id);
                    json.WriteEndObject();
                    break;
                case "replies" when comment.Parent is null:
                    WriteReplies(json, comment, field);
                    break;
            }
        }

        json.WriteString("id"u8, comment.Id);
        json.WriteEndObject();
    }

    private static void WriteReplies(Utf8JsonWriter json, InstagramComment comment, FieldSet.Field field)
    {
        var replies = Of(comment.Media, comment);
        if (replies.Length is 0)
        {
            return; // the key is absent, as on the network
        }

        json.WriteStartObject("replies"u8);
        json.WriteStartArray("data"u8);
        foreach (var reply in replies.Take(field.Limit is 0 ? MostPerPage : field.Limit))
        {
            Write(json, reply, field.Inner ?? FieldSet.Parse("id,text,timestamp"));
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
