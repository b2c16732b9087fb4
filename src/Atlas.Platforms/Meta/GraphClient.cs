using System.Text.Json;
using Atlas.Core.Channels;
using Atlas.Platforms.Http;

namespace Atlas.Platforms.Meta;

/// <summary>
/// Calls a Graph host and answers with a value, whatever happens. Reads are tried again; a write is sent once.
/// </summary>
internal sealed class GraphClient(PlatformHttp http)
{
    /// <param name="operation">For the timeline: method and path without ids.</param>
    /// <param name="token">Null where the call proves who it is by other means, as a code exchange does.</param>
    public async ValueTask<GraphAnswer> ReadAsync(
        string operation,
        string url,
        Secret? token,
        TimeSpan timeout,
        CancellationToken cancellationToken
    ) => Read(await http.ReadAsync(new PlatformRequest(operation, HttpMethod.Get, url, timeout, token), cancellationToken));

    /// <summary>A read that is worth one try: what it would tell is only nice to know.</summary>
    public async Task<GraphAnswer> ReadOnceAsync(
        string operation,
        string url,
        Secret? token,
        TimeSpan timeout,
        CancellationToken cancellationToken
    ) => Read(await http.SendAsync(new PlatformRequest(operation, HttpMethod.Get, url, timeout, token), cancellationToken));

    public async Task<GraphAnswer> WriteAsync(
        string operation,
        string url,
        Secret? token,
        GraphForm form,
        TimeSpan timeout,
        CancellationToken cancellationToken
    ) =>
        Read(
            await http.SendAsync(
                new PlatformRequest(operation, HttpMethod.Post, url, timeout, token, form.ToContent),
                cancellationToken
            )
        );

    public async Task<GraphAnswer> DeleteAsync(
        string operation,
        string url,
        Secret? token,
        GraphForm form,
        TimeSpan timeout,
        CancellationToken cancellationToken
    ) =>
        Read(
            await http.SendAsync(
                new PlatformRequest(operation, HttpMethod.Delete, url, timeout, token, form.ToContent),
                cancellationToken
            )
        );

    /// <summary>A write with a body that is no form, or with headers of its own.</summary>
    public async Task<GraphAnswer> SendAsync(PlatformRequest request, CancellationToken cancellationToken) =>
        Read(await http.SendAsync(request, cancellationToken));

    private static GraphAnswer Read(PlatformAnswer answer)
    {
        if (answer.Outcome is not CallOutcome.Answered)
        {
            return new GraphAnswer(answer.Outcome, answer.Status, [], null, default, answer.Call);
        }

        var error = answer.Succeeded ? null : ReadError(answer.Body);
        var usage = GraphUsage.Read(answer);
        var requestId = error?.TraceId ?? answer.Header("x-fb-trace-id") ?? answer.Header("x-fb-request-id");
        return new GraphAnswer(
            answer.Outcome,
            answer.Status,
            answer.Body,
            error,
            usage,
            answer.Call with
            {
                RequestId = requestId,
                Usage = usage.ToString(),
                Budget = usage.Budget,
                Headers =
                    answer.Succeeded && !usage.IsWorthShowing ? GraphUsage.Without(answer.Call.Headers) : answer.Call.Headers,
            }
        );
    }

    private static GraphError? ReadError(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, GraphJson.Default.GraphErrorBody)?.Error;
        }
        catch (JsonException)
        {
            return null; // a proxy's page, say: the status alone speaks
        }
    }
}
