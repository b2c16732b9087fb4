using Atlas.Sandbox.Control;
using Atlas.Sandbox.Faults;
using Atlas.Sandbox.Feed;
using Microsoft.AspNetCore.Http.Features;

namespace Atlas.Sandbox.Networks;

/// <summary>Takes every call to a REST network: finds the operation, reads, authorizes, lets faults strike, answers, logs.</summary>
internal sealed class RestGateway(RestNetwork network, NetworkServices services)
{
    private readonly RestRoutes _routes = new(network.Operations);
    private readonly RestStriker _striker = new(network, services.Stopping);
    private readonly Meta.JsonBufferPool _buffers = new();

    public async Task HandleAsync(World world, HttpContext http)
    {
        var call = new RestCall
        {
            World = world,
            Http = http,
            Network = network,
            Fetcher = services.Fetcher,
            Now = world.Now,
        };
        var (name, refused) = await ResolveAsync(call);
        var fault = name is null ? null : world.Faults.Pick(name, call.Account?.Id);
        if (world.Options.LatencyMs is > 0 and var latency)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(latency), world.Clock, CancellationToken.None);
        }

        RestAnswer? answer = refused;
        var outcome = new Struck(answer, IsLost: false);
        if (fault is { Phase: FaultPhase.Before })
        {
            outcome = await _striker.StrikeAsync(call, fault, answer);
        }

        if (outcome is { IsLost: false, Answer: null } && call.Operation is { } operation)
        {
            outcome = outcome with { Answer = await operation.Handle(call) };
        }

        if (fault is { Phase: FaultPhase.After } && !outcome.IsLost)
        {
            outcome = await _striker.StrikeAsync(call, fault, outcome.Answer);
        }

        answer = outcome.Answer ?? network.Errors.NoSuchCall(call);
        if (!outcome.IsLost)
        {
            await WriteAsync(http, answer);
        }

        Log(call, name, outcome.IsLost ? 0 : answer.Status, fault?.Id);
    }

    private async ValueTask<(string? Name, RestError? Refused)> ResolveAsync(RestCall call)
    {
        call.Operation = _routes.Find(call.Method, call.Http.Request.Path.Value ?? "/", out var values);
        call.Values = values;
        if (call.Operation is not { } operation)
        {
            return (null, network.Errors.NoSuchCall(call));
        }

        if (operation.TakesBytes)
        {
            if (call.Http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            {
                limit.MaxRequestBodySize = null;
            }
        }
        else
        {
            await RestBody.ReadAsync(call);
        }

        var name = operation.NameOf?.Invoke(call) ?? operation.Name;
        return (
            name,
            (operation.IsPublic ? null : network.Authorize(call)) ?? Unknown(call, operation) ?? OverRate(call, operation)
        );
    }

    private RestError? Unknown(RestCall call, RestOperation operation)
    {
        if (operation.Query is not { } known || !call.World.Options.StrictParameters)
        {
            return null;
        }

        return call.Http.Request.Query.Keys.FirstOrDefault(name => !known.Contains(name)) is { } unknown
            ? network.Errors.BadField(
                call,
                new FieldProblem(FieldProblemKind.Unknown, unknown, $"Unknown query parameter {unknown}")
            )
            : null;
    }

    private RestError? OverRate(RestCall call, RestOperation operation)
    {
        var key = call.Account?.Id ?? call.Token?.Value;
        return
            operation.Rate is { } rate
            && key is not null
            && call.World.Options.RateLimits
            && !call
                .World.State<RateBook>()
                .TryCount($"{rate.Pool ?? operation.Name} {key}", rate.Calls, rate.Window, out var retryAfter)
            ? network.Errors.Throttled(call, retryAfter)
            : null;
    }

    private async ValueTask WriteAsync(HttpContext http, RestAnswer answer)
    {
        var response = http.Response;
        response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
        {
            response.Headers.Append(name, value);
        }

        if (answer.ContentType is { } type)
        {
            response.ContentType = type;
            HtmlPage.Protect(response);
            response.ContentLength = answer.Content.Length;
            await response.Body.WriteAsync(answer.Content, CancellationToken.None);
        }
        else if (answer.Body is { } body)
        {
            var buffer = _buffers.Rent();
            body.WriteTo(buffer.Json);
            await buffer.Json.FlushAsync(CancellationToken.None);
            response.ContentType = "application/json; charset=utf-8";
            response.ContentLength = buffer.Written.Length;
            await response.Body.WriteAsync(buffer.Written, CancellationToken.None);
            _buffers.Return(buffer);
        }
    }

    private void Log(RestCall call, string? name, int status, string? faultId)
    {
        var path = call.Http.Request.Path.Value ?? "";
        foreach (var secret in call.Operation?.SecretValues ?? [])
        {
            path = path.Replace(call.Values[secret], "***");
        }

        call.World.Calls.Add(
            new CallEntry
            {
                At = call.Now,
                Method = call.Method,
                Path = network.LoggedPath(path),
                RawQuery = call.Http.Request.QueryString.Value,
                Operation = name,
                AccountId = call.Account?.Id,
                Status = status,
                Fault = faultId,
            }
        );
    }
}
