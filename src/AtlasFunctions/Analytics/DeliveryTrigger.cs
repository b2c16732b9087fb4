using Atlas.Core.Analytics;
using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Workspaces;
using Atlas.Functions.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Atlas.Functions.Analytics;

public sealed class DeliveryTrigger(ReadDelivery deliveries)
{
    [Function("GetDelivery")]
    [RequiresScope(Scopes.PostsRead)]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/analytics/delivery")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken
    )
    {
        var caller = context.Caller();
        var parameters = new RequestParameters(request);
        var query = new DeliveryQuery(
            parameters.DayOrInstant("from", caller.TimeZone, endOfDay: false),
            parameters.DayOrInstant("to", caller.TimeZone, endOfDay: true),
            parameters.Name<Platform>("platform"),
            parameters.Id<Channel>("channelId")
        );
        return parameters.Problem is { } problem
            ? problem.ToHttp()
            : (await deliveries.HandleAsync(caller, query, cancellationToken)).ToHttp();
    }
}
