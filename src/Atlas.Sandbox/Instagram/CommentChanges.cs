using Atlas.Sandbox.Effects;
using Atlas.Sandbox.Meta;

namespace Atlas.Sandbox.Instagram;

/// <summary>Writing, hiding and deleting comments as the account.</summary>
internal static class CommentChanges
{
    private const int MaxCharacters = 2_200;

    public static ValueTask<GraphError?> CreateAsync(GraphCall call) =>
        ValueTask.FromResult(call.Node is InstagramMedia media ? Create(call, media, parent: null) : null);

    public static ValueTask<GraphError?> ReplyAsync(GraphCall call) =>
        ValueTask.FromResult(
            call.Node is not InstagramComment comment ? null
            : comment.Parent is not null ? GraphErrors.NoSuchObject(call.Method, comment.Id)
            : comment.IsHidden ? GraphErrors.Invalid("A hidden comment can't be answered")
            : Create(call, comment.Media, comment)
        );

    public static ValueTask<GraphError?> HideAsync(GraphCall call)
    {
        var reader = new ParameterReader(call);
        var hide = reader.Bool("hide");
        if (reader.Error is { } error)
        {
            return ValueTask.FromResult<GraphError?>(error);
        }

        if (hide is not { } isHidden || call.Node is not InstagramComment comment)
        {
            return ValueTask.FromResult<GraphError?>(GraphErrors.Missing("hide"));
        }

        // The owner's own comments stay visible; the call says success and does nothing.
        comment.IsHidden = isHidden && !comment.IsByOwner;
        return ValueTask.FromResult(call.Success());
    }

    public static ValueTask<GraphError?> DeleteAsync(GraphCall call)
    {
        if (call.Node is not InstagramComment comment || !call.World.Nodes.TryRemove(comment.Id, out _))
        {
            return ValueTask.FromResult<GraphError?>(GraphErrors.NoSuchObject(call.Method, call.Path));
        }

        comment.Media.Remove(comment);
        foreach (var reply in comment.Media.Comments().Where(reply => reply.Parent == comment))
        {
            call.World.Nodes.TryRemove(reply.Id, out _);
            comment.Media.Remove(reply);
        }

        call.World.Effects.Append(EffectOf(call, comment, "delete"));
        return ValueTask.FromResult(call.Success());
    }

    /// <summary>A comment by somebody; the control API writes visitors' comments with it.</summary>
    public static InstagramComment Add(
        World world,
        InstagramMedia media,
        InstagramComment? parent,
        string text,
        string fromId,
        string username
    )
    {
        var comment = new InstagramComment(world.Ids.Comment(), media, parent, text, world.Now)
        {
            FromId = fromId,
            Username = username,
        };
        world.Nodes[comment.Id] = comment;
        media.Add(comment);
        return comment;
    }

    private static GraphError? Create(GraphCall call, InstagramMedia media, InstagramComment? parent)
    {
        if (call["message"] is not { Length: > 0 } message)
        {
            return GraphErrors.Missing("message");
        }

        if (message.Length > MaxCharacters)
        {
            return GraphErrors.Invalid($"A comment has at most {MaxCharacters} characters");
        }

        if (!media.CommentsEnabled || media.IsStory)
        {
            return GraphErrors.NoPermission;
        }

        var comment = Add(call.World, media, parent, message, media.Account.Id, media.Account.Username);
        call.World.Effects.Append(EffectOf(call, comment, "comment"));
        return call.AnswerId(comment.Id);
    }

    private static Effect EffectOf(GraphCall call, InstagramComment comment, string kind) =>
        new()
        {
            At = call.Now,
            Platform = "instagram",
            AccountId = comment.Media.Account.Id,
            Username = comment.Username,
            Kind = kind,
            MediaId = comment.Id,
            ParentId = comment.Parent?.Id ?? comment.Media.Id,
            Caption = comment.Text,
            Permalink = call.BaseUrl + comment.Media.Path,
        };
}
