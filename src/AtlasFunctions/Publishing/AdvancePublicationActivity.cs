using Atlas.Core.Operations;
using Atlas.Core.Publishing;
using Microsoft.Azure.Functions.Worker;

namespace Atlas.Functions.Publishing;

public sealed class AdvancePublicationActivity(AdvancePublication advance, InFlight inFlight)
{
    [Function(nameof(AdvancePublication))]
    public async Task<AdvanceAnswer> RunAsync([ActivityTrigger] PublishPostInput input, CancellationToken cancellationToken)
    {
        using var visit = inFlight.Enter(InFlightKind.Publication);
        return await advance.RunAsync(
            new AdvanceInput(input.WorkspaceId, input.PublicationId, input.Generation),
            cancellationToken
        );
    }
}
