using Atlas.Core.Platforms;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Operations;

public sealed record PauseRequest(Platform? Platform, Id<Workspace>? WorkspaceId, string? Reason);

public sealed record ResumeRequest(Platform? Platform, Id<Workspace>? WorkspaceId);

public sealed record DrainRequest(string? Reason);

/// <param name="InFlight">In the process that answers.</param>
public sealed record OperationsView(IReadOnlyList<PauseView> Pauses, DrainView? Drain, InFlightView InFlight);

/// <param name="Scope"><c>all</c>, <c>network</c> or <c>workspace</c>.</param>
public sealed record PauseView(
    string Scope,
    Platform? Platform,
    Id<Workspace>? WorkspaceId,
    string By,
    string Reason,
    DateTimeOffset Since
)
{
    internal static PauseView Of(OperatorSwitch pause) =>
        new(
            pause.Platform is not null ? "network"
                : pause.WorkspaceId is not null ? "workspace"
                : "all",
            pause.Platform,
            pause.WorkspaceId,
            pause.By,
            pause.Reason,
            pause.Since
        );
}

/// <param name="CallsOverBy">From then on no call that makes a post visible, and no refresh of a token, is under way in any instance.</param>
/// <param name="Drained">
/// Whether nothing is in flight any more in the process that answers, and where there are others the time is over that their calls
/// may take: the app may be stopped.
/// </param>
public sealed record DrainView(string By, string Reason, DateTimeOffset Since, DateTimeOffset CallsOverBy, bool Drained);

public sealed record InFlightView(int Publications, int ChildSteps, int Work);
