#nullable disable

using Atlas.LocalRuntime.Tables;
using Azure.Core;
using Azure.Data.Tables.Models;

namespace Azure.Data.Tables;

public class TableServiceClient
{
    private readonly TableRest _rest;

    protected TableServiceClient() { }

    public TableServiceClient(string connectionString)
        : this(connectionString, null) { }

    public TableServiceClient(string connectionString, TableClientOptions options = null)
        : this(TableRest.Create(connectionString, options)) { }

    public TableServiceClient(Uri endpoint, TokenCredential tokenCredential, TableClientOptions options = null)
        : this(TableRest.Create(endpoint, tokenCredential, options)) { }

    public TableServiceClient(Uri endpoint, TableSharedKeyCredential credential)
        : this(endpoint, credential, null) { }

    public TableServiceClient(Uri endpoint, TableSharedKeyCredential credential, TableClientOptions options)
        : this(TableRest.Create(endpoint, credential, options)) { }

    private TableServiceClient(TableRest rest) => _rest = rest;

    public virtual string AccountName => _rest.AccountName;

    public virtual Uri Uri => _rest.Endpoint;

    public static string CreateQueryFilter(FormattableString filter) => ODataFilter.Create(filter);

    public virtual TableClient GetTableClient(string tableName)
    {
        ArgumentException.ThrowIfNullOrEmpty(tableName);
        return new TableClient(_rest, tableName);
    }

    public virtual Task<Response<TableItem>> CreateTableAsync(string tableName, CancellationToken cancellationToken = default) =>
        _rest.CreateTableAsync(tableName, ifNotExists: false, cancellationToken);

    public virtual Task<Response<TableItem>> CreateTableIfNotExistsAsync(
        string tableName,
        CancellationToken cancellationToken = default
    ) => _rest.CreateTableAsync(tableName, ifNotExists: true, cancellationToken);

    public virtual Task<Response> DeleteTableAsync(string tableName, CancellationToken cancellationToken = default) =>
        _rest.DeleteTableAsync(tableName, cancellationToken);

    public virtual AsyncPageable<TableItem> QueryAsync(
        string filter = null,
        int? maxPerPage = null,
        CancellationToken cancellationToken = default
    ) => _rest.QueryTables(filter, maxPerPage, cancellationToken);
}
