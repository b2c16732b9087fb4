#nullable disable

using Atlas.LocalRuntime.Tables;
using Azure.Core;
using Azure.Data.Tables.Models;

namespace Azure.Data.Tables;

public class TableClient
{
    private readonly TableRest _rest;

    protected TableClient() { }

    public TableClient(string connectionString, string tableName)
        : this(connectionString, tableName, null) { }

    public TableClient(string connectionString, string tableName, TableClientOptions options = null)
        : this(TableRest.Create(connectionString, options), tableName) { }

    public TableClient(Uri endpoint, string tableName, TokenCredential tokenCredential, TableClientOptions options = null)
        : this(TableRest.Create(endpoint, tokenCredential, options), tableName) { }

    public TableClient(Uri endpoint, string tableName, TableSharedKeyCredential credential)
        : this(endpoint, tableName, credential, null) { }

    public TableClient(Uri endpoint, string tableName, TableSharedKeyCredential credential, TableClientOptions options = null)
        : this(TableRest.Create(endpoint, credential, options), tableName) { }

    internal TableClient(TableRest rest, string tableName)
    {
        ArgumentException.ThrowIfNullOrEmpty(tableName);
        _rest = rest;
        Name = tableName;
    }

    public virtual string Name { get; }

    public virtual string AccountName => _rest.AccountName;

    public virtual Uri Uri => new($"{_rest.Endpoint.AbsoluteUri.TrimEnd('/')}/{Name}");

    public static string CreateQueryFilter(FormattableString filter) => ODataFilter.Create(filter);

    public virtual Task<Response<TableItem>> CreateAsync(CancellationToken cancellationToken = default) =>
        _rest.CreateTableAsync(Name, ifNotExists: false, cancellationToken);

    public virtual Task<Response<TableItem>> CreateIfNotExistsAsync(CancellationToken cancellationToken = default) =>
        _rest.CreateTableAsync(Name, ifNotExists: true, cancellationToken);

    public virtual Task<Response> DeleteAsync(CancellationToken cancellationToken = default) =>
        _rest.DeleteTableAsync(Name, cancellationToken);

    public virtual async Task<Response<T>> GetEntityAsync<T>(
        string partitionKey,
        string rowKey,
        IEnumerable<string> select = null,
        CancellationToken cancellationToken = default
    )
        where T : class, ITableEntity
    {
        var response = await _rest.GetEntityAsync(Name, partitionKey, rowKey, select, cancellationToken);
        return response.Status == 200
            ? Response.FromValue(EntityReader.ReadOne<T>(response), response)
            : throw new RequestFailedException(response);
    }

    public virtual async Task<NullableResponse<T>> GetEntityIfExistsAsync<T>(
        string partitionKey,
        string rowKey,
        IEnumerable<string> select = null,
        CancellationToken cancellationToken = default
    )
        where T : class, ITableEntity
    {
        var response = await _rest.GetEntityAsync(Name, partitionKey, rowKey, select, cancellationToken);
        return response.Status switch
        {
            200 => Response.FromValue(EntityReader.ReadOne<T>(response), response),
            404 => new MissingEntity<T>(response),
            _ => throw new RequestFailedException(response),
        };
    }

    public virtual Task<Response> AddEntityAsync<T>(T entity, CancellationToken cancellationToken = default)
        where T : ITableEntity
    {
        ArgumentNullException.ThrowIfNull(entity);
        return _rest.ChangeAsync(EntityChange.Add(Name, entity), cancellationToken);
    }

    public virtual Task<Response> UpdateEntityAsync<T>(
        T entity,
        ETag ifMatch,
        TableUpdateMode mode = TableUpdateMode.Merge,
        CancellationToken cancellationToken = default
    )
        where T : ITableEntity
    {
        ArgumentNullException.ThrowIfNull(entity);
        if (ifMatch == default)
        {
            throw new ArgumentException("Value cannot be empty.", nameof(ifMatch));
        }

        return _rest.ChangeAsync(EntityChange.Write(Name, entity, mode, ifMatch), cancellationToken);
    }

    public virtual Task<Response> UpsertEntityAsync<T>(
        T entity,
        TableUpdateMode mode = TableUpdateMode.Merge,
        CancellationToken cancellationToken = default
    )
        where T : ITableEntity
    {
        ArgumentNullException.ThrowIfNull(entity);
        return _rest.ChangeAsync(EntityChange.Write(Name, entity, mode, ifMatch: default), cancellationToken);
    }

    public virtual Task<Response> DeleteEntityAsync(
        ITableEntity entity,
        ETag ifMatch = default,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(entity);
        return DeleteEntityAsync(entity.PartitionKey, entity.RowKey, ifMatch, cancellationToken);
    }

    public virtual Task<Response> DeleteEntityAsync(
        string partitionKey,
        string rowKey,
        ETag ifMatch = default,
        CancellationToken cancellationToken = default
    ) => _rest.ChangeAsync(EntityChange.Delete(Name, partitionKey, rowKey, ifMatch), cancellationToken);

    public virtual AsyncPageable<T> QueryAsync<T>(
        string filter = null,
        int? maxPerPage = null,
        IEnumerable<string> select = null,
        CancellationToken cancellationToken = default
    )
        where T : class, ITableEntity => _rest.QueryEntities<T>(Name, filter, maxPerPage, select, cancellationToken);

    public virtual Task<Response<IReadOnlyList<Response>>> SubmitTransactionAsync(
        IEnumerable<TableTransactionAction> transactionActions,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(transactionActions);
        var changes = transactionActions.Select(action => EntityChange.From(Name, action)).ToList();
        return changes.Count > 0
            ? _rest.SubmitAsync(changes, cancellationToken)
            : throw new InvalidOperationException("Transactional batch must not be empty.");
    }
}
