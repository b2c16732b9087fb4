using Atlas.Core.Publishing;
using Microsoft.Azure.Functions.Worker;

namespace Atlas.Functions.Publishing;

public sealed class AdvanceChildStepActivity(AdvanceChildStep advance)
{
    [Function(nameof(AdvanceChildStep))]
    public Task<AdvanceAnswer> RunAsync([ActivityTrigger] PublishPostInput input, CancellationToken cancellationToken) =>
        advance.RunAsync(new AdvanceInput(input.WorkspaceId, input.PublicationId, input.Generation), cancellationToken);
}
