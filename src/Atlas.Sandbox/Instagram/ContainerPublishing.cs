using Atlas.Sandbox.Effects;
using Atlas.Sandbox.Media;
using Atlas.Sandbox.Meta;

namespace Atlas.Sandbox.Instagram;

/// <summary>POST /{ig}/media_publish: the one call that followers see.</summary>
internal static class ContainerPublishing
{
    public static ValueTask<GraphError?> PublishAsync(GraphCall call) => ValueTask.FromResult(Publish(call));

    private static GraphError? Publish(GraphCall call)
    {
        if (call["creation_id"] is not { Length: > 0 } creationId)
        {
            return GraphErrors.Missing("creation_id");
        }

        if (
            call.Node is not InstagramAccount account
            || call.World.Nodes.GetValueOrDefault(creationId) is not InstagramContainer container
            || container.Account != account
        )
        {
            return InstagramErrors.NoSuchMedium;
        }

        if (container.IsCarouselItem)
        {
            return GraphErrors.Invalid("An item of a carousel can't be published by itself");
        }

        InstagramMedia media;
        lock (container.PublishLock)
        {
            switch (container.StateAt(call.Now))
            {
                case ContainerState.Published when call.World.Options.Republish is "same" && container.Published is { } first:
                    return call.AnswerId(first.Id);
                case ContainerState.Published:
                    return InstagramErrors.NoSuchMedium;
                case ContainerState.Expired:
                    return InstagramErrors.ContainerExpired;
                case ContainerState.InProgress or ContainerState.Error:
                    return InstagramErrors.NotReady;
            }

            lock (account.Lock)
            {
                var window = TimeSpan.FromSeconds(call.World.Options.QuotaWindowSeconds);
                if (account.PublishedSince(call.Now - window) >= call.World.Options.QuotaTotal)
                {
                    return InstagramErrors.Quota;
                }

                media = new InstagramMedia(call.World.Ids.Media(), account, container, call.Now);
                account.Add(media);
            }

            media.Children = [.. container.Children.Select(child => Child(call, media, child))];
            call.World.Nodes[media.Id] = media;
            call.World.Instagram.Remember(media);
            container.MarkPublished(media);
        }

        call.World.Effects.Append(EffectOf(call, media));
        return call.AnswerId(media.Id);
    }

    private static InstagramMedia Child(GraphCall call, InstagramMedia parent, InstagramContainer container)
    {
        var child = new InstagramMedia(call.World.Ids.Media(), parent.Account, container, call.Now) { Parent = parent };
        call.World.Nodes[child.Id] = child;
        return child;
    }

    private static Effect EffectOf(GraphCall call, InstagramMedia media) =>
        new()
        {
            At = media.Timestamp,
            Platform = "instagram",
            AccountId = media.Account.Id,
            Username = media.Account.Username,
            Kind = media.Kind,
            MediaId = media.Id,
            ContainerId = media.Container.Id,
            Caption = media.Caption,
            MediaSha256 = media.Item is { } item
                ? [item.Sha256]
                : [.. media.Children.Select(c => c.Item).OfType<MediaItem>().Select(i => i.Sha256)],
            Permalink = call.BaseUrl + media.Path,
        };
}
