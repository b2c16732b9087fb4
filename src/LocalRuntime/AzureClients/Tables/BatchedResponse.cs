using System.Diagnostics.CodeAnalysis;
using Azure;
using Azure.Core;

namespace Atlas.LocalRuntime.Tables;

/// <summary>The answer to one change of a batch, as it stands inside of the batch's own answer.</summary>
internal sealed class BatchedResponse(int status, string reasonPhrase, string clientRequestId) : Response
{
    private readonly Dictionary<string, List<string>> _headers = new(StringComparer.OrdinalIgnoreCase);

    public override int Status => status;

    public override string ReasonPhrase => reasonPhrase;

    public override Stream? ContentStream { get; set; }

    public override string ClientRequestId { get; set; } = clientRequestId;

    public override bool IsError => Status >= 400;

    public void AddHeader(string name, string value)
    {
        if (!_headers.TryGetValue(name, out var values))
        {
            _headers.Add(name, values = []);
        }

        values.Add(value);
    }

    public override void Dispose() => ContentStream?.Dispose();

    protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value)
    {
        value = _headers.TryGetValue(name, out var values) ? string.Join(',', values) : null;
        return value is not null;
    }

    protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
    {
        values = _headers.GetValueOrDefault(name);
        return values is not null;
    }

    protected override bool ContainsHeader(string name) => _headers.ContainsKey(name);

    protected override IEnumerable<HttpHeader> EnumerateHeaders() =>
        _headers.Select(header => new HttpHeader(header.Key, string.Join(',', header.Value)));
}
