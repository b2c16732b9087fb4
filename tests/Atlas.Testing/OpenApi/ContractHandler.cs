using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Atlas.Testing.OpenApi;

/// <summary>
/// Lets a client speak to the app and checks every answer against the contract: the operation, its status, its content type
/// and its body. An answer that the contract does not know throws in the test that got it.
/// </summary>
public sealed class ContractHandler(JsonObject contract, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private readonly SchemaValidator _validator = new(contract);

    /// <summary>The answers seen so far, as <c>operationId status</c>.</summary>
    public ConcurrentDictionary<string, bool> Seen { get; } = new();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        var operation = Find(request);
        if (operation is null)
        {
            return response;
        }

        var status = ((int)response.StatusCode).ToString();
        var name = $"{(string)operation["operationId"]!} {status}";
        if (operation["responses"]![status] is not { } documented)
        {
            throw new ContractViolationException($"{name} is not in the contract.");
        }

        Seen[name] = true;
        await CheckAsync(name, response, _validator.Resolve(documented), cancellationToken);
        return response;
    }

    private async Task CheckAsync(
        string name,
        HttpResponseMessage response,
        JsonNode documented,
        CancellationToken cancellationToken
    )
    {
        if (documented["headers"]?["ETag"] is not null && response.Headers.ETag is null)
        {
            throw new ContractViolationException($"{name} has no ETag.");
        }

        if (documented["content"] is not JsonObject content)
        {
            return;
        }

        var type = response.Content.Headers.ContentType?.MediaType ?? "";
        if (content[type] is null && content["*/*"] is null)
        {
            throw new ContractViolationException($"{name} is {type}, which the contract does not name.");
        }

        if (type is not ("application/json" or "application/problem+json"))
        {
            return;
        }

        await response.Content.LoadIntoBufferAsync(cancellationToken);
        var body = JsonNode.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
        var errors = _validator.Validate(body, content[type]!["schema"]!);
        if (errors.Count > 0)
        {
            throw new ContractViolationException($"{name}: {string.Join("; ", errors)}");
        }
    }

    private JsonNode? Find(HttpRequestMessage request)
    {
        var segments = request.RequestUri!.AbsolutePath.Split('/');
        var method = request.Method.Method.ToLowerInvariant();
        return contract["paths"]!
            .AsObject()
            .Where(path => Matches(path.Key.Split('/'), segments))
            .OrderBy(path => path.Key.Count(c => c == '{'))
            .Select(path => path.Value![method])
            .FirstOrDefault(operation => operation is not null);
    }

    private static bool Matches(string[] template, string[] path) =>
        template.Length == path.Length && template.Zip(path).All(pair => pair.First.StartsWith('{') || pair.First == pair.Second);
}

public sealed class ContractViolationException(string message) : Exception(message);
