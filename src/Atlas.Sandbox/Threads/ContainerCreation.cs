using Atlas.Sandbox.Media;
using Atlas.Sandbox.Meta;

namespace Atlas.Sandbox.Threads;

/// <summary>POST /{user}/threads: makes what nobody sees yet.</summary>
internal static class ContainerCreation
{
    public static async ValueTask<GraphError?> CreateAsync(GraphCall call)
    {
        var account = ((ThreadsNode)call.Node!).Account;
        var (request, error) = ContainerParameters.Read(call);
        if (request is null)
        {
            return error;
        }

        List<ThreadsContainer> children = [];
        if (request.MediaType is "CAROUSEL" && Children(call, account, children) is { } problem)
        {
            return problem;
        }

        var container = new ThreadsContainer(call.World.Ids.From(17_900_000_000_000_000), account, request, children, call.Now);
        call.World.Nodes[container.Id] = container;
        if (request.ImageUrl is { } image)
        {
            await ContainerMedia.LoadAsync(call.World, call.Fetcher, container, image);
        }
        else if (request.VideoUrl is { } video)
        {
            _ = ContainerMedia.LoadAsync(call.World, call.Fetcher, container, video);
        }
        else
        {
            var time = request.MediaType is "CAROUSEL" ? call.World.Options.CarouselProcessingMs : 0;
            container.Finish(item: null, call.Now + TimeSpan.FromMilliseconds(time));
        }

        return call.AnswerId(container.Id);
    }

    private static GraphError? Children(GraphCall call, ThreadsAccount account, List<ThreadsContainer> children)
    {
        var ids = (call["children"] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (ids.Length is < 2 or > 20)
        {
            return ThreadsErrors.Invalid("A carousel has 2 to 20 children");
        }

        foreach (var id in ids)
        {
            if (
                call.World.Nodes.GetValueOrDefault(id) is not ThreadsContainer { Request.IsCarouselItem: true } child
                || child.Account != account
            )
            {
                return ThreadsErrors.Invalid($"Child {id} is no item of a carousel");
            }

            children.Add(child);
        }

        return null;
    }
}
