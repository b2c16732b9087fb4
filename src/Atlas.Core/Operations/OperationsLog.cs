using System.Text;
using Atlas.Core.Audit;
using Atlas.Core.Problems;
using Atlas.Core.Storage;
using Atlas.Core.Workspaces;
using Microsoft.Extensions.Logging;

namespace Atlas.Core.Operations;

/// <summary>What operators did, newest first. Written in the batch that does it, where that is in the same partition.</summary>
public sealed partial class OperationsLog(IRowStore rows, TimeProvider time, ILogger<OperationsLog> logger)
{
    private const string Prefix = "audit:";

    public RowWrite Entry(
        Caller caller,
        string action,
        string target,
        params ReadOnlySpan<(string Name, string? Value)> details
    ) => Entry(caller.KeyId, action, target, details);

    /// <summary>For what follows by itself from what an operator did.</summary>
    public RowWrite EngineEntry(string action, string target, params ReadOnlySpan<(string Name, string? Value)> details) =>
        Entry(AuditActor.Engine, action, target, details);

    private RowWrite Entry(string actor, string action, string target, ReadOnlySpan<(string Name, string? Value)> details)
    {
        var now = time.GetUtcNow();
        return AuditRows.Insert(
            Prefix,
            new AuditEntry(Id<AuditEntry>.New(time), default, now, actor, action, target, AuditRows.Details(details))
        );
    }

    /// <summary>For what has no batch of its own, before it is done: without it nothing is done.</summary>
    public async Task AskedAsync(
        Caller caller,
        string action,
        string target,
        string? what,
        CancellationToken cancellationToken
    ) =>
        await rows.WriteAsync(
            SystemKeys.Operations,
            [Entry(caller, action, target, ("stage", "asked"), ("what", what))],
            cancellationToken
        );

    /// <summary>How it ended. It is done by now, so an entry that can't be written goes to the app's log.</summary>
    public async Task DoneAsync(RowWrite entry, CancellationToken cancellationToken)
    {
        try
        {
            await rows.WriteAsync(SystemKeys.Operations, [entry], cancellationToken);
        }
        catch (StorageUnavailableException ex)
        {
            Log.NotWritten(logger, Encoding.UTF8.GetString(entry.Data.Span), ex);
        }
    }

    public async Task<Outcome<Answer>> ListAsync(string? cursor, int limit, CancellationToken cancellationToken) =>
        Answer.Ok(
            await AuditRows.ListAsync(rows, SystemKeys.Operations, Prefix, cursor, limit, cancellationToken),
            OperationsJson.Default.AuditListView
        );

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "What an operator did could not be written to the operators' log: {Entry}")]
        public static partial void NotWritten(ILogger logger, string entry, Exception exception);
    }
}

/// <summary>What is done to the deployment, as its log names it.</summary>
public static class OperationAction
{
    public const string Paused = "publishing.paused";
    public const string Resumed = "publishing.resumed";
    public const string Drained = "deployment.drained";
    public const string Undrained = "deployment.undrained";
    public const string Replayed = "deadLetters.replayed";
    public const string Discarded = "deadLetters.discarded";
    public const string IndexesChecked = "indexes.checked";
    public const string KeyRotated = "key.rotated";
    public const string KeysPurged = "keys.purged";
    public const string AppRotated = "app.rotated";
}
