using System.Globalization;
using Atlas.Core.Audit;
using Atlas.Core.Channels;
using Atlas.Core.Posts;
using Atlas.Core.Publishing;
using Atlas.Core.Storage;
using Atlas.Simulation.App;

namespace Atlas.Simulation.Runs;

/// <summary>The rows as they are, past every boundary.</summary>
internal sealed class LedgerView(World world)
{
    private string Partition => WorkspaceKeys.Partition(world.Workspace);

    public IReadOnlyList<Publication> Publications() =>
        [.. List("pub:").Select(row => row.As(StoredJson.Default.Publication).Value)];

    public IReadOnlyList<Post> Posts() => [.. List(WorkspaceKeys.Posts).Select(row => row.As(StoredJson.Default.Post).Value)];

    public IReadOnlyList<ChildStep> ChildSteps() => [.. List("step:").Select(row => row.As(StoredJson.Default.ChildStep).Value)];

    public IReadOnlyList<string> IndexKeys() => [.. List("ix:").Select(row => row.Key)];

    /// <summary>In the order in which it was written.</summary>
    public IReadOnlyList<AuditEntry> Audit() =>
        [
            .. List(WorkspaceKeys.Audit)
                .OrderBy(row => long.Parse(row.ETag, CultureInfo.InvariantCulture))
                .Select(row => row.As(StoredJson.Default.AuditEntry).Value),
        ];

    public Channel? Channel() =>
        List(WorkspaceKeys.Channels).Select(row => row.As(StoredJson.Default.Channel).Value).FirstOrDefault();

    public Publication? Publication(Core.Id<Publication> id) =>
        world
            .Rows.ReadAsync(Partition, WorkspaceKeys.Publication(id), default)
            .AsTask()
            .GetAwaiter()
            .GetResult()
            ?.As(StoredJson.Default.Publication)
            .Value;

    private IReadOnlyList<Row> List(string prefix) =>
        world.Rows.ReadRangeAsync(Partition, RowRange.StartingWith(prefix), 1000, default).AsTask().GetAwaiter().GetResult().Rows;
}
