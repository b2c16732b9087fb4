using System.Globalization;
using System.Text.Json;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace Atlas.LocalRuntime.Tables;

/// <summary>The calls of the Table service's REST interface that the clients need.</summary>
internal sealed class TableRest
{
    private const string Scope = "https://storage.azure.com/.default";
    private const string Json = "application/json";

    private readonly HttpPipeline _pipeline;
    private readonly string _version;

    private TableRest(Uri endpoint, string? accountName, HttpPipelinePolicy authentication, TableClientOptions? options)
    {
        Endpoint = endpoint;
        AccountName = accountName;
        options ??= new TableClientOptions();
        _version = options.VersionHeader;
        _pipeline = HttpPipelineBuilder.Build(
            new HttpPipelineOptions(options)
            {
                PerRetryPolicies = { authentication },
                RequestFailedDetailsParser = TableErrorParser.Instance,
            }
        );
    }

    public Uri Endpoint { get; }

    public string? AccountName { get; }

    public static TableRest Create(string connectionString, TableClientOptions? options)
    {
        var (endpoint, credential) = TableEndpoint.Parse(connectionString);
        return Create(endpoint, credential, options);
    }

    public static TableRest Create(Uri endpoint, TableSharedKeyCredential credential, TableClientOptions? options)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(credential);
        return new TableRest(endpoint, credential.AccountName, new SharedKeyPolicy(credential, TimeProvider.System), options);
    }

    public static TableRest Create(Uri endpoint, TokenCredential credential, TableClientOptions? options)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(credential);
        return new TableRest(
            endpoint,
            TableEndpoint.AccountOf(endpoint),
            new BearerTokenAuthenticationPolicy(credential, Scope),
            options
        );
    }

    public async Task<Response<TableItem>> CreateTableAsync(string name, bool ifNotExists, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        using var message = CreateMessage(RequestMethod.Post, "Tables");
        message.Request.Headers.Add("Prefer", "return-no-content");
        var body = new Dictionary<string, string> { ["TableName"] = name };
        SetBody(message.Request, Json, JsonSerializer.SerializeToUtf8Bytes(body));
        var response = await SendAsync(message, cancellationToken);
        if (response.Status is 201 or 204)
        {
            return Response.FromValue(new TableItem(name), response);
        }

        var failure = new RequestFailedException(response);
        return ifNotExists && failure.ErrorCode is "TableAlreadyExists"
            ? Response.FromValue(new TableItem(name), response)
            : throw failure;
    }

    public async Task<Response> DeleteTableAsync(string name, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        using var message = CreateMessage(RequestMethod.Delete, $"Tables('{Uri.EscapeDataString(name)}')");
        var response = await SendAsync(message, cancellationToken);
        return response.Status is 204 or 404 ? response : throw new RequestFailedException(response);
    }

    /// <summary>Answers 404 as it is: whether that is a failure, the caller knows.</summary>
    public async Task<Response> GetEntityAsync(
        string table,
        string partitionKey,
        string rowKey,
        IEnumerable<string>? select,
        CancellationToken cancellationToken
    )
    {
        using var message = CreateMessage(RequestMethod.Get, EntityChange.PathOf(table, partitionKey, rowKey));
        Select(message.Request, select);
        return await SendAsync(message, cancellationToken);
    }

    /// <summary>A delete of what isn't there is no failure; any other refusal is.</summary>
    public async Task<Response> ChangeAsync(EntityChange change, CancellationToken cancellationToken)
    {
        using var message = CreateMessage(change.Method, change.Path);
        if (change.PrefersNoContent)
        {
            message.Request.Headers.Add("Prefer", "return-no-content");
        }

        if (change.IfMatch is { } etag)
        {
            message.Request.Headers.Add("If-Match", etag);
        }

        if (!change.Body.IsEmpty)
        {
            SetBody(message.Request, Json, change.Body);
        }

        var response = await SendAsync(message, cancellationToken);
        var isDone = response.Status is 201 or 204 || (response.Status == 404 && change.Method == RequestMethod.Delete);
        return isDone ? response : throw new RequestFailedException(response);
    }

    public async Task<Response<IReadOnlyList<Response>>> SubmitAsync(
        IReadOnlyList<EntityChange> changes,
        CancellationToken cancellationToken
    )
    {
        var id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
        using var message = CreateMessage(RequestMethod.Post, "$batch");
        var body = TableBatch.Write(changes, Endpoint, $"batch_{id}", $"changeset_{id}");
        SetBody(message.Request, $"multipart/mixed; boundary=batch_{id}", body);
        var response = await SendAsync(message, cancellationToken);
        if (response.Status is not (200 or 202))
        {
            throw new RequestFailedException(response);
        }

        var answers = TableBatch.Read(response);
        if (answers.FirstOrDefault(answer => answer.IsError) is { } refused)
        {
            throw new TableTransactionFailedException(
                new RequestFailedException(refused, innerException: null, TableErrorParser.Instance)
            );
        }

        return Response.FromValue<IReadOnlyList<Response>>([.. answers], response);
    }

    public AsyncPageable<T> QueryEntities<T>(
        string table,
        string? filter,
        int? maxPerPage,
        IEnumerable<string>? select,
        CancellationToken cancellationToken
    )
        where T : class, ITableEntity =>
        new TablePages<T>(
            async (continuation, sizeHint, ct) =>
            {
                using var message = CreateMessage(RequestMethod.Get, $"{Uri.EscapeDataString(table)}()");
                Select(message.Request, select);
                AddQuery(message.Request, filter, sizeHint ?? maxPerPage);
                if (continuation?.Split(' ', 2) is [var partition, .. var row])
                {
                    message.Request.Uri.AppendQuery("NextPartitionKey", partition);
                    if (row is [{ Length: > 0 } nextRow])
                    {
                        message.Request.Uri.AppendQuery("NextRowKey", nextRow);
                    }
                }

                var response = await ReadPageAsync(message, ct);
                return Page<T>.FromValues(EntityReader.ReadPage<T>(response), EntityContinuation(response), response);
            },
            cancellationToken
        );

    public AsyncPageable<TableItem> QueryTables(string? filter, int? maxPerPage, CancellationToken cancellationToken) =>
        new TablePages<TableItem>(
            async (continuation, sizeHint, ct) =>
            {
                using var message = CreateMessage(RequestMethod.Get, "Tables");
                AddQuery(message.Request, filter, sizeHint ?? maxPerPage);
                if (continuation is not null)
                {
                    message.Request.Uri.AppendQuery("NextTableName", continuation);
                }

                var response = await ReadPageAsync(message, ct);
                using var document = JsonDocument.Parse(response.Content);
                var rows = document.RootElement.GetProperty("value").EnumerateArray();
                var items = rows.Select(row => new TableItem(row.GetProperty("TableName").GetString()!)).ToList();
                response.Headers.TryGetValue("x-ms-continuation-NextTableName", out var next);
                return Page<TableItem>.FromValues(items, next, response);
            },
            cancellationToken
        );

    private static string? EntityContinuation(Response response)
    {
        response.Headers.TryGetValue("x-ms-continuation-NextPartitionKey", out var partition);
        response.Headers.TryGetValue("x-ms-continuation-NextRowKey", out var row);
        return partition is null && row is null ? null : $"{partition} {row}";
    }

    private static void Select(Request request, IEnumerable<string>? select)
    {
        if (select is not null)
        {
            request.Uri.AppendQuery("$select", string.Join(',', select));
        }
    }

    private static void AddQuery(Request request, string? filter, int? top)
    {
        if (!string.IsNullOrEmpty(filter))
        {
            request.Uri.AppendQuery("$filter", filter);
        }

        if (top is { } count)
        {
            request.Uri.AppendQuery("$top", count.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static void SetBody(Request request, string contentType, ReadOnlyMemory<byte> body)
    {
        request.Headers.Add("Content-Type", contentType);
        request.Content = RequestContent.Create(body);
    }

    private HttpMessage CreateMessage(RequestMethod method, string path)
    {
        var message = _pipeline.CreateMessage();
        message.Request.Method = method;
        message.Request.Uri.Reset(new Uri($"{Endpoint.AbsoluteUri.TrimEnd('/')}/"));
        message.Request.Uri.AppendPath(path, escape: false);
        message.Request.Headers.Add("Accept", "application/json;odata=minimalmetadata");
        message.Request.Headers.Add("DataServiceVersion", "3.0");
        message.Request.Headers.Add("x-ms-version", _version);
        return message;
    }

    private async Task<Response> ReadPageAsync(HttpMessage message, CancellationToken cancellationToken)
    {
        var response = await SendAsync(message, cancellationToken);
        return response.Status == 200 ? response : throw new RequestFailedException(response);
    }

    private async Task<Response> SendAsync(HttpMessage message, CancellationToken cancellationToken)
    {
        await _pipeline.SendAsync(message, cancellationToken);
        return message.Response;
    }
}
