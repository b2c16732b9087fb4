using Atlas.Core.Operations;
using Atlas.Core.Publishing;
using Microsoft.Azure.Functions.Worker;

namespace Atlas.Functions.Publishing;

public sealed class AdvanceChildStepActivity(AdvanceChildStep advance, InFlight inFlight)
{
    [Function(nameof(AdvanceChildStep))]
    public async Task<AdvanceAnswer> RunAsync([ActivityTrigger] PublishPostInput input, CancellationToken cancellationToken)
    {
        using var visit = inFlight.Enter(InFlightKind.ChildStep);
        return await advance.RunAsync(
            new AdvanceInput(input.WorkspaceId, input.PublicationId, input.Generation),
            cancellationToken
        );
    }
}
