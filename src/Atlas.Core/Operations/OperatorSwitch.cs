using Atlas.Core.Platforms;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Operations;

/// <summary>That an operator holds publishing: who, why, since when. It holds for as long as its row is there.</summary>
/// <param name="Platform">The network that is held; null where that is not what is held.</param>
/// <param name="WorkspaceId">Likewise the workspace. With neither, everything is held.</param>
[StoredData(
    DataSubject.Deployment,
    "To hold publishing on an operator's word, and to say why.",
    "Until it is resumed.",
    "When it is resumed.",
    Exported = false
)]
public sealed record OperatorSwitch(
    string By,
    string Reason,
    DateTimeOffset Since,
    Platform? Platform = null,
    Id<Workspace>? WorkspaceId = null
)
{
    internal const string Prefix = "switch:";

    /// <summary>The row of a drain.</summary>
    internal const string Drain = "switch:drain";

    internal static string KeyOf(Platform? platform, Id<Workspace>? workspace) =>
        platform is { } network ? $"switch:network:{network.ToName()}"
        : workspace is { } id ? $"switch:workspace:{id}"
        : "switch:all";
}
