using Azure;
using Azure.Core;
using Azure.Data.Tables;

namespace Atlas.LocalRuntime.Tables;

/// <summary>One write: a request of its own, or a part of a batch.</summary>
/// <param name="Path">Relative to the account's endpoint, escaped.</param>
/// <param name="IfMatch">Null writes whatever is there.</param>
internal sealed record EntityChange(RequestMethod Method, string Path, string? IfMatch, ReadOnlyMemory<byte> Body)
{
    /// <summary>Inserting answers with the entity unless told not to.</summary>
    public bool PrefersNoContent => Method == RequestMethod.Post;

    public static EntityChange Add(string table, ITableEntity entity) =>
        new(RequestMethod.Post, Uri.EscapeDataString(table), null, EntityWriter.Write(entity));

    public static EntityChange Write(string table, ITableEntity entity, TableUpdateMode mode, ETag ifMatch) =>
        new(
            mode switch
            {
                TableUpdateMode.Merge => RequestMethod.Patch,
                TableUpdateMode.Replace => RequestMethod.Put,
                _ => throw new ArgumentException($"Unexpected value: {mode}", nameof(mode)),
            },
            PathOf(table, entity.PartitionKey, entity.RowKey),
            ifMatch == default ? null : ifMatch.ToString(),
            EntityWriter.Write(entity)
        );

    public static EntityChange Delete(string table, string partitionKey, string rowKey, ETag ifMatch) =>
        new(
            RequestMethod.Delete,
            PathOf(table, partitionKey, rowKey),
            ifMatch == default ? ETag.All.ToString() : ifMatch.ToString(),
            default
        );

    public static EntityChange From(string table, TableTransactionAction action) =>
        action.ActionType switch
        {
            TableTransactionActionType.Add => Add(table, action.Entity),
            TableTransactionActionType.UpdateMerge => Write(table, action.Entity, TableUpdateMode.Merge, action.ETag),
            TableTransactionActionType.UpdateReplace => Write(table, action.Entity, TableUpdateMode.Replace, action.ETag),
            TableTransactionActionType.UpsertMerge => Write(table, action.Entity, TableUpdateMode.Merge, default),
            TableTransactionActionType.UpsertReplace => Write(table, action.Entity, TableUpdateMode.Replace, default),
            TableTransactionActionType.Delete => Delete(table, action.Entity.PartitionKey, action.Entity.RowKey, action.ETag),
            _ => throw new InvalidOperationException("Unknown request type."),
        };

    public static string PathOf(string table, string partitionKey, string rowKey)
    {
        ArgumentNullException.ThrowIfNull(partitionKey);
        ArgumentNullException.ThrowIfNull(rowKey);
        return $"{Uri.EscapeDataString(table)}(PartitionKey='{Key(partitionKey)}',RowKey='{Key(rowKey)}')";
    }

    private static string Key(string key) => Uri.EscapeDataString(ODataFilter.Escape(key));
}
