using System.Collections.Frozen;
using Atlas.Core.Platforms;
using Atlas.Core.Publishing;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Operations;

/// <summary>All that operators hold at one moment.</summary>
public sealed class Switches
{
    private readonly FrozenDictionary<string, OperatorSwitch> _byKey;

    private Switches(FrozenDictionary<string, OperatorSwitch> byKey)
    {
        _byKey = byKey;
        Drain = byKey.GetValueOrDefault(OperatorSwitch.Drain);
        Pauses =
        [
            .. byKey.Where(entry => entry.Key != OperatorSwitch.Drain).Select(entry => entry.Value).OrderBy(entry => entry.Since),
        ];
    }

    public OperatorSwitch? Drain { get; }

    public IReadOnlyList<OperatorSwitch> Pauses { get; }

    /// <summary>Why nothing of <paramref name="publication"/> may be made visible now, in words for its workspace; null where it may.</summary>
    public string? WordsFor(Publication publication) =>
        _byKey.Count == 0 ? null
        : Drain is { } drain ? $"The operators are about to change this deployment: {drain.Reason}"
        : Find(null, null) is { } all ? $"The operators have paused all publishing: {all.Reason}"
        : Find(publication.Platform, null) is { } network
            ? $"The operators have paused publishing on {publication.Platform}: {network.Reason}"
        : Find(null, publication.WorkspaceId) is { } workspace
            ? $"The operators have paused publishing for this workspace: {workspace.Reason}"
        : null;

    internal static Switches Of(IEnumerable<Row> rows) =>
        new(rows.ToFrozenDictionary(row => row.Key, row => row.As(StoredJson.Default.OperatorSwitch).Value));

    private OperatorSwitch? Find(Platform? platform, Id<Workspace>? workspace) =>
        _byKey.GetValueOrDefault(OperatorSwitch.KeyOf(platform, workspace));
}
