using Atlas.Core.Publishing;
using Microsoft.Azure.Functions.Worker;

namespace Atlas.Functions.Publishing;

public sealed class AdvancePublicationActivity(AdvancePublication advance)
{
    [Function(nameof(AdvancePublication))]
    public Task<AdvanceAnswer> RunAsync([ActivityTrigger] PublishPostInput input, CancellationToken cancellationToken) =>
        advance.RunAsync(new AdvanceInput(input.WorkspaceId, input.PublicationId, input.Generation), cancellationToken);
}
