using System.Text.Json;
using Atlas.Sandbox.Control;
using Atlas.Sandbox.Faults;
using Atlas.Sandbox.Media;

namespace Atlas.Sandbox.Meta;

/// <summary>Takes every call to one of Meta's hosts: parses, authorizes, finds the operation, lets faults strike, answers, logs.</summary>
internal sealed class MetaGateway(MediaFetcher fetcher, FaultStriker striker, MetaProducts products)
{
    private readonly UsageHeaders _usage = new();
    private readonly JsonBufferPool _buffers = new();

    public async Task HandleAsync(World world, HttpContext http, GraphRequestPath path)
    {
        var buffer = _buffers.Rent();
        try
        {
            var parameters =
                path.Host is GraphHost.Upload
                    ? GraphParameters.FromQuery(http.Request)
                    : await GraphParameters.ReadAsync(http.Request);
            var call = new GraphCall
            {
                World = world,
                Http = http,
                Fetcher = fetcher,
                Products = products,
                Host = path.Host,
                Version = path.Version,
                Path = path.Rest,
                Parameters = parameters ?? new GraphParameters(),
                Json = buffer.Json,
                Now = world.Now,
            };
            await RunAsync(call, buffer, isReadable: parameters is not null);
        }
        finally
        {
            _buffers.Return(buffer);
        }
    }

    private async Task RunAsync(GraphCall call, JsonBuffer buffer, bool isReadable)
    {
        var (operation, error) = isReadable
            ? Resolve(call)
            : (null, GraphErrors.Invalid("The body of the request could not be read"));
        var accountId = call.Node?.AccountId ?? call.Token?.OwnerId;
        var throttled = _usage.Count(call, accountId);
        error ??= throttled;

        var fault = operation is null ? null : call.World.Faults.Pick(operation.Name, accountId);
        if (call.World.Options.LatencyMs is > 0 and var latency)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(latency), call.World.Clock, CancellationToken.None);
        }

        var isLost = false;
        if (fault is { Phase: FaultPhase.Before })
        {
            (error, isLost) = await striker.StrikeAsync(call, fault, error, accountId, _usage);
        }

        if (error is null && !isLost && operation is not null)
        {
            error = await operation.Handle(call);
        }

        if (fault is { Phase: FaultPhase.After } && !isLost)
        {
            (error, isLost) = await striker.StrikeAsync(call, fault, error, accountId, _usage);
        }

        var status =
            call.IsAnswered ? call.Http.Response.StatusCode
            : isLost ? 0
            : await AnswerAsync(call, buffer, error);
        call.World.Calls.Add(
            new CallEntry
            {
                At = call.Now,
                Method = call.Method,
                Path = call.Http.Request.Path.Value ?? "",
                RawQuery = call.Http.Request.QueryString.Value,
                Operation = operation?.Name,
                AccountId = accountId,
                Status = status,
                Fault = fault?.Id,
            }
        );
    }

    private static (GraphOperation? Operation, GraphError? Error) Resolve(GraphCall call)
    {
        if (call.Products.FindRoot(call) is { } root)
        {
            return (root, null);
        }

        if (GraphAuthorization.Authorize(call) is { } refused)
        {
            return (FindOperation(call), refused);
        }

        var operation = FindOperation(call);
        if (call.Node is not { } node || call.Token is not { } token || operation is null || !node.IsVisibleTo(token))
        {
            return (operation, NotFound(call));
        }

        if (operation.FacebookLoginOnly && call.Host is GraphHost.InstagramGraph)
        {
            return (operation, GraphErrors.NoSuchObject(call.Method, node.Id));
        }

        if (call.World.Options.StrictParameters)
        {
            foreach (var (name, _) in call.Parameters.All)
            {
                if (!operation.Knows(name))
                {
                    return (operation, GraphErrors.UnknownParameter(name));
                }
            }
        }

        return (operation, GraphAuthorization.Permit(operation, token));
    }

    private static GraphOperation? FindOperation(GraphCall call)
    {
        var path = call.Path;
        if (call.Host is GraphHost.Upload)
        {
            return call.Products.FindUpload(call);
        }

        var slash = path.IndexOf('/');
        var id = slash < 0 ? path : path[..slash];
        var edge = slash < 0 ? "" : path[(slash + 1)..];
        if (id is "me")
        {
            id = call.Token?.OwnerId ?? "";
        }

        call.Node = call.World.Nodes.GetValueOrDefault(id);
        return call.Node is { } node ? node.Find(call.Method, edge) ?? call.Products.FindEdge(node, call.Method, edge) : null;
    }

    private static GraphError NotFound(GraphCall call)
    {
        var slash = call.Path.IndexOf('/');
        return call.Node is { } node && slash > 0 && call.Token is { } token && node.IsVisibleTo(token) && call.Method is "GET"
            ? GraphErrors.UnknownPath(call.Path[slash..])
            : GraphErrors.NoSuchObject(call.Method, slash < 0 ? call.Path : call.Path[..slash]);
    }

    private static async ValueTask<int> AnswerAsync(GraphCall call, JsonBuffer buffer, GraphError? error)
    {
        var response = call.Http.Response;
        if (error is not null)
        {
            buffer.Clear();
            error.Write(buffer.Json);
            response.StatusCode = error.Status;
        }

        await buffer.Json.FlushAsync(CancellationToken.None);
        response.ContentType = "application/json; charset=UTF-8";
        response.ContentLength = buffer.Written.Length;
        await response.Body.WriteAsync(buffer.Written, CancellationToken.None);
        return response.StatusCode;
    }
}
