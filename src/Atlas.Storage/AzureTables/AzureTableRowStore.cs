using Atlas.Core.Storage;
using Azure;
using Azure.Data.Tables;

namespace Atlas.Storage.AzureTables;

/// <summary>Rows in one table; a batch is an entity group transaction.</summary>
/// <param name="reads">May retry by itself.</param>
/// <param name="writes">
/// Must not: a retry after a lost answer meets the rows of the first attempt and would be told of a conflict that is none.
/// </param>
internal sealed class AzureTableRowStore(TableClient reads, TableClient writes) : IRowStore
{
    public async ValueTask<Row?> ReadAsync(string partition, string key, CancellationToken cancellationToken)
    {
        RowLimits.CheckKey(partition);
        RowLimits.CheckKey(key);
        try
        {
            var found = await reads.GetEntityIfExistsAsync<TableEntity>(partition, key, cancellationToken: cancellationToken);
            return found.HasValue ? RowEntities.ToRow(found.Value!) : null;
        }
        catch (Exception ex) when (AzureFaults.IsUnavailable(ex, cancellationToken))
        {
            throw AzureFaults.Unavailable($"read from table {reads.Name}", ex);
        }
    }

    public async ValueTask<RowPage> ReadRangeAsync(
        string partition,
        RowRange range,
        int limit,
        CancellationToken cancellationToken
    )
    {
        RowLimits.CheckKey(partition);
        RowPages.CheckLimit(limit);
        List<Row> rows = [];
        if (string.CompareOrdinal(range.From, range.Before) >= 0)
        {
            return new RowPage(rows, HasMore: false);
        }

        // One row more than asked for says whether there is more: a continuation token may lead to nothing.
        var entities = reads.QueryAsync<TableEntity>(
            FilterOf(partition, range),
            Math.Min(limit + 1, RowLimits.MaxPage),
            cancellationToken: cancellationToken
        );
        try
        {
            await foreach (var entity in entities)
            {
                if (rows.Count == limit)
                {
                    return new RowPage(rows, HasMore: true);
                }

                rows.Add(RowEntities.ToRow(entity));
            }
        }
        catch (RequestFailedException ex) when (IsTableMissing(ex))
        {
            // Nothing was ever written.
        }
        catch (Exception ex) when (AzureFaults.IsUnavailable(ex, cancellationToken))
        {
            throw AzureFaults.Unavailable($"read from table {reads.Name}", ex);
        }

        return new RowPage(rows, HasMore: false);
    }

    public async ValueTask<WriteOutcome> WriteAsync(
        string partition,
        IReadOnlyList<RowWrite> rowWrites,
        CancellationToken cancellationToken
    )
    {
        RowLimits.Check(partition, rowWrites);
        var actions = rowWrites.Select(write => ActionOf(partition, write)).ToList();
        try
        {
            return await SubmitAsync(actions, cancellationToken);
        }
        catch (RequestFailedException ex) when (IsTableMissing(ex))
        {
            // Refused as a whole, so nothing happened yet.
        }
        catch (Exception ex) when (AzureFaults.IsUnavailable(ex, cancellationToken))
        {
            throw AzureFaults.Unavailable($"write to table {writes.Name}", ex);
        }

        try
        {
            await reads.CreateIfNotExistsAsync(cancellationToken);
            return await SubmitAsync(actions, cancellationToken);
        }
        catch (Exception ex) when (AzureFaults.IsUnavailable(ex, cancellationToken))
        {
            throw AzureFaults.Unavailable($"create and write to table {writes.Name}", ex);
        }
    }

    private static string FilterOf(string partition, RowRange range) =>
        range.FromExclusive
            ? TableClient.CreateQueryFilter(
                $"PartitionKey eq {partition} and RowKey gt {range.From} and RowKey lt {range.Before}"
            )
            : TableClient.CreateQueryFilter(
                $"PartitionKey eq {partition} and RowKey ge {range.From} and RowKey lt {range.Before}"
            );

    private static TableTransactionAction ActionOf(string partition, RowWrite write)
    {
        var entity = RowEntities.ToEntity(partition, write);
        return write.Kind switch
        {
            RowWriteKind.Insert => new TableTransactionAction(TableTransactionActionType.Add, entity),
            RowWriteKind.Upsert => new TableTransactionAction(TableTransactionActionType.UpsertReplace, entity),
            RowWriteKind.Replace => new TableTransactionAction(
                TableTransactionActionType.UpdateReplace,
                entity,
                new ETag(write.ETag ?? throw new ArgumentException($"A replace of {write.Key} needs an ETag.", nameof(write)))
            ),
            RowWriteKind.Delete => new TableTransactionAction(
                TableTransactionActionType.Delete,
                entity,
                write.ETag is { } etag ? new ETag(etag) : ETag.All
            ),
            _ => throw new ArgumentOutOfRangeException(nameof(write), write.Kind, "Not a kind of write."),
        };
    }

    private static bool IsTableMissing(RequestFailedException fault) => fault is { Status: 404, ErrorCode: "TableNotFound" };

    private static RowConflict? ConflictOf(RequestFailedException fault) =>
        fault.ErrorCode switch
        {
            "EntityAlreadyExists" => RowConflict.Exists,
            "ResourceNotFound" or "EntityNotFound" => RowConflict.Missing,
            "UpdateConditionNotSatisfied" or "ConditionNotMet" => RowConflict.Changed,
            _ => null,
        };

    private async Task<WriteOutcome> SubmitAsync(List<TableTransactionAction> actions, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await writes.SubmitTransactionAsync(actions, cancellationToken);
            return WriteOutcome.Written([
                .. answer.Value.Zip(actions, static (response, action) => TagOf(response, action.ActionType)),
            ]);
        }
        catch (TableTransactionFailedException ex)
            when (ConflictOf(ex) is { } conflict && ex.FailedTransactionActionIndex is { } index)
        {
            return WriteOutcome.Conflicted(index, conflict);
        }
    }

    private static string? TagOf(Response response, TableTransactionActionType action) =>
        action == TableTransactionActionType.Delete ? null : response.Headers.ETag?.ToString();
}
