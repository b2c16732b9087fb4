using Atlas.Sandbox.Effects;
using Atlas.Sandbox.Meta;

namespace Atlas.Sandbox.Instagram;

/// <summary>Turning comments on and off, and deleting.</summary>
internal static class MediaChanges
{
    public static ValueTask<GraphError?> UpdateAsync(GraphCall call) => ValueTask.FromResult(Update(call));

    public static ValueTask<GraphError?> DeleteAsync(GraphCall call) => ValueTask.FromResult(Delete(call));

    private static GraphError? Update(GraphCall call)
    {
        var reader = new ParameterReader(call);
        var isEnabled = reader.Bool("comment_enabled");
        if (reader.Error is { } error)
        {
            return error;
        }

        if (isEnabled is not { } enabled || call.Node is not InstagramMedia media)
        {
            return GraphErrors.Missing("comment_enabled");
        }

        media.CommentsEnabled = enabled;
        return call.Success();
    }

    private static GraphError? Delete(GraphCall call)
    {
        if (call.Node is not InstagramMedia media || media.IsOver(call.Now))
        {
            return GraphErrors.NoSuchObject(call.Method, call.Path);
        }

        if (media.Parent is not null)
        {
            return InstagramErrors.DeleteNotSupported;
        }

        if (!media.Account.Remove(media))
        {
            return GraphErrors.NoSuchObject(call.Method, call.Path); // another call was first
        }

        call.World.Nodes.TryRemove(media.Id, out _);
        foreach (var child in media.Children)
        {
            call.World.Nodes.TryRemove(child.Id, out _);
        }

        call.World.Instagram.Forget(media);
        call.World.Effects.Append(
            new Effect
            {
                At = call.Now,
                Platform = "instagram",
                AccountId = media.Account.Id,
                Username = media.Account.Username,
                Kind = "delete",
                MediaId = media.Id,
                Caption = media.Caption,
                Permalink = call.BaseUrl + media.Path,
            }
        );
        call.Json.WriteStartObject();
        call.Json.WriteBoolean("success"u8, true);
        call.Json.WriteString("deleted_id"u8, media.Id);
        call.Json.WriteEndObject();
        return null;
    }
}
