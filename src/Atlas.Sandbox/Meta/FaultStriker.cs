using System.Text;
using Atlas.Sandbox.Faults;

namespace Atlas.Sandbox.Meta;

/// <summary>Does to a call what a fault rule says.</summary>
internal sealed class FaultStriker(CancellationToken stopping)
{
    private static readonly byte[] BrokenBody = Encoding.UTF8.GetBytes("""{"id":"1799""");

    /// <summary>The error to answer, and whether the answer never comes or was already given.</summary>
    public async ValueTask<(GraphError? Error, bool IsLost)> StrikeAsync(
        GraphCall call,
        FaultRule fault,
        GraphError? error,
        string? accountId,
        UsageHeaders usage
    )
    {
        switch (fault.Kind)
        {
            case FaultKind.Latency:
                await Task.Delay(TimeSpan.FromMilliseconds(fault.LatencyMs), call.World.Clock, CancellationToken.None);
                return (error, false);
            case FaultKind.Throttle:
                usage.SetFull(call, accountId);
                return (
                    Custom(
                        fault,
                        (call.Node?.CallLimit ?? GraphErrors.AccountLimit) with
                        {
                            Status = StatusCodes.Status429TooManyRequests,
                        }
                    ),
                    false
                );
            case FaultKind.ServerError:
                return (Custom(fault, GraphErrors.ServerError), false);
            case FaultKind.GraphError or FaultKind.Error:
                return (Custom(fault, new GraphError(1, "An unknown error occurred")), false);
            case FaultKind.TokenDeath:
                var subcode = fault.Subcode ?? 460;
                call.Token?.Login?.End(subcode);
                return (Custom(fault, GraphErrors.DeadToken(subcode)), false);
            case FaultKind.Cut:
                call.Http.Abort();
                return (null, true);
            case FaultKind.Hang:
                await Silence.HangAsync(call.Http, stopping);
                return (null, true);
            case FaultKind.MalformedBody:
                call.IsAnswered = true;
                call.Http.Response.ContentType = "application/json; charset=UTF-8";
                await call.Http.Response.Body.WriteAsync(BrokenBody, CancellationToken.None);
                return (null, true);
            default:
                throw new InvalidOperationException($"No fault is named {fault.Kind}.");
        }
    }

    private static GraphError Custom(FaultRule fault, GraphError usual) =>
        usual with
        {
            Code = fault.Code ?? usual.Code,
            Subcode = fault.Subcode ?? usual.Subcode,
            Message = fault.Message ?? usual.Message,
            Status = fault.HttpStatus ?? usual.Status,
        };
}
