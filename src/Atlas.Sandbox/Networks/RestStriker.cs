using System.Text;
using Atlas.Sandbox.Faults;

namespace Atlas.Sandbox.Networks;

/// <param name="Answer">What to answer; null lets the call go on.</param>
/// <param name="IsLost">No answer ever comes, or it was already given.</param>
internal readonly record struct Struck(RestAnswer? Answer, bool IsLost);

/// <summary>Does to a call what a fault rule says.</summary>
internal sealed class RestStriker(RestNetwork network, CancellationToken stopping)
{
    private static readonly TimeSpan UsualWait = TimeSpan.FromSeconds(30);
    private static readonly byte[] BrokenBody = Encoding.UTF8.GetBytes("""{"data":{"id":"1799""");

    public async ValueTask<Struck> StrikeAsync(RestCall call, FaultRule fault, RestAnswer? answer)
    {
        switch (fault.Kind)
        {
            case FaultKind.Latency:
                await Task.Delay(TimeSpan.FromMilliseconds(fault.LatencyMs), call.World.Clock, CancellationToken.None);
                return new Struck(answer, IsLost: false);
            case FaultKind.Throttle:
                var wait = fault.RetryAfterSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : UsualWait;
                return Refused(fault, network.Errors.Throttled(call, wait));
            case FaultKind.ServerError:
                return Refused(fault, network.Errors.ServerError(call));
            case FaultKind.Error or FaultKind.GraphError:
                var custom = new CustomError(fault.HttpStatus, fault.Error, fault.Code, fault.Message);
                return Refused(fault, network.Errors.Custom(call, custom));
            case FaultKind.TokenDeath:
                network.EndLogin(call);
                return Refused(fault, network.Errors.Unauthorized(call, TokenProblem.Ended));
            case FaultKind.Cut:
                call.Http.Abort();
                return new Struck(answer, IsLost: true);
            case FaultKind.Hang:
                await Silence.HangAsync(call.Http, stopping);
                return new Struck(answer, IsLost: true);
            case FaultKind.MalformedBody:
                var broken = new RestAnswer(StatusCodes.Status200OK) { Content = BrokenBody, ContentType = "application/json" };
                return new Struck(broken, IsLost: false);
            default:
                throw new InvalidOperationException($"No fault is named {fault.Kind}.");
        }
    }

    private static Struck Refused(FaultRule fault, RestError error) =>
        new(error with { Status = fault.HttpStatus ?? error.Status }, IsLost: false);
}
