using Atlas.Sandbox.Meta;
using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.Facebook;

/// <summary>Comments of the Page, and reading those of everybody.</summary>
internal static class PostComments
{
    private const int MostCharacters = 8_000;

    public static ValueTask<GraphError?> CreateAsync(GraphCall call) => ValueTask.FromResult(Create(call));

    public static ValueTask<GraphError?> ListAsync(GraphCall call) => ValueTask.FromResult(List(call));

    public static ValueTask<GraphError?> DeleteAsync(GraphCall call) => ValueTask.FromResult(Delete(call));

    private static GraphError? Create(GraphCall call)
    {
        if (call.Token is not { Kind: TokenKind.Page })
        {
            return PageErrors.CommentIdentity;
        }

        if (PostChanges.PostOf(call) is not { } post || post.StoryMediaId is not null)
        {
            return GraphErrors.NoSuchObject(call.Method, call.Path);
        }

        if (call["message"] is not { Length: > 0 and <= MostCharacters } message)
        {
            return GraphErrors.Missing("message");
        }

        var number = post.Id[(post.Id.IndexOf('_') + 1)..];
        var comment = new PageComment($"{number}_{call.World.Ids.From(1_100_000_000_000_000)}", post, message, call.Now)
        {
            FromId = post.Page.Id,
            FromName = post.Page.Name,
        };
        call.World.Nodes[comment.Id] = comment;
        call.World.Directory(FacebookNetwork.Name)
            .Comment(post.Entry, new NetworkComment(comment.Id, post.Entry.Account.Username, message, call.Now), call.BaseUrl);
        return call.AnswerId(comment.Id);
    }

    private static GraphError? List(GraphCall call)
    {
        if (PostChanges.PostOf(call) is not { } post)
        {
            return GraphErrors.NoSuchObject(call.Method, call.Path);
        }

        var fields = call.Fields("id,message,created_time,from");
        foreach (var field in fields.Fields)
        {
            if (field.Name is not ("id" or "message" or "created_time" or "from" or "is_hidden" or "like_count"))
            {
                return GraphErrors.UnknownField(field.Name, "Comment");
            }
        }

        var since = call["since"] is { } from ? GraphTime.Parse(from) : null;
        var comments = post.Entry.Comments().Where(comment => since is null || comment.At >= since).ToList();
        if (call["order"] is "reverse_chronological")
        {
            comments.Reverse();
        }

        return GraphPage.Write(call, comments, comment => comment.Id, comment => Write(call, post, comment, fields));
    }

    private static GraphError? Delete(GraphCall call)
    {
        if (call.Node is not PageComment comment || !call.World.Nodes.TryRemove(comment.Id, out _))
        {
            return GraphErrors.NoSuchObject(call.Method, call.Path);
        }

        comment.Post.Entry.RemoveComment(comment.Id);
        return call.Success();
    }

    // A visitor's comment has its author withheld, as for people who haven't let the app see them.
    private static void Write(GraphCall call, PagePost post, NetworkComment comment, FieldSet fields)
    {
        var json = call.Json;
        json.WriteStartObject();
        foreach (var field in fields.Fields)
        {
            switch (field.Name)
            {
                case "message":
                    json.WriteString("message"u8, comment.Text);
                    break;
                case "created_time":
                    json.WriteString("created_time"u8, GraphTime.Text(comment.At));
                    break;
                case "from" when comment.Username == post.Entry.Account.Username:
                    json.WriteStartObject("from"u8);
                    json.WriteString("id"u8, post.Page.Id);
                    json.WriteEndObject();
                    break;
            }
        }

        json.WriteString("id"u8, comment.Id);
        json.WriteEndObject();
    }
}
