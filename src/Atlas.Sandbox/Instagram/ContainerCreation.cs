using Atlas.Sandbox.Meta;

namespace Atlas.Sandbox.Instagram;

/// <summary>POST /{ig}/media. Images are fetched inside the call, as the network does; videos afterwards.</summary>
internal static class ContainerCreation
{
    public static async ValueTask<GraphError?> CreateAsync(GraphCall call)
    {
        if (call.Node is not InstagramAccount account)
        {
            return GraphErrors.NoSuchObject(call.Method, call.Path);
        }

        var invalid = ContainerParameters.Read(call, out var request);
        if (invalid is not null || request is null)
        {
            return invalid;
        }

        if (ResolveChildren(call, account, request, out var children) is { } badChild)
        {
            return badChild;
        }

        if (!account.TryCountContainer(call.Now, call.World.Options.ContainerLimit))
        {
            return InstagramErrors.Quota;
        }

        var container = new InstagramContainer(call.World.Ids.Container(), account, request, call.Now)
        {
            Children = children,
            Upload = request.IsResumable ? new UploadSession() : null,
        };
        if (await ContainerMedia.LoadAsync(call, container) is { } badMedia)
        {
            return badMedia;
        }

        call.World.Nodes[container.Id] = container;
        if (!request.IsResumable)
        {
            return call.AnswerId(container.Id);
        }

        call.Json.WriteStartObject();
        call.Json.WriteString("id"u8, container.Id);
        call.Json.WriteString("uri"u8, $"{call.BaseUrl}/rupload.facebook.com/ig-api-upload/{call.Version}/{container.Id}");
        call.Json.WriteEndObject();
        return null;
    }

    private static GraphError? ResolveChildren(
        GraphCall call,
        InstagramAccount account,
        ContainerRequest request,
        out InstagramContainer[] children
    )
    {
        children = [];
        if (request.Kind is not ContainerKind.Carousel)
        {
            return null;
        }

        var found = new List<InstagramContainer>(request.Children.Count);
        foreach (var id in request.Children)
        {
            if (call.World.Nodes.GetValueOrDefault(id) is not InstagramContainer child || child.Account != account)
            {
                return InstagramErrors.NoSuchMedium;
            }

            if (!child.IsCarouselItem || found.Contains(child))
            {
                return GraphErrors.Invalid($"The container {id} can't be an item of this carousel");
            }

            switch (child.StateAt(call.Now))
            {
                case ContainerState.Expired:
                    return InstagramErrors.ContainerExpired;
                case ContainerState.Published:
                    return InstagramErrors.NoSuchMedium;
            }

            found.Add(child);
        }

        children = [.. found];
        return null;
    }
}
