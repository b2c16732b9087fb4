using System.Text.Json;
using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Polly;
using Polly.Retry;

namespace Atlas.Platforms.Meta;

/// <summary>
/// Calls a Graph host and answers with a value, whatever happens. Reads are tried again; a write is sent once.
/// </summary>
internal sealed class GraphClient(GraphTransport transport, TimeProvider time)
{
    private const int LargestAnswer = 4 << 20;

    private readonly ResiliencePipeline<GraphAnswer> _reads = new ResiliencePipelineBuilder<GraphAnswer> { TimeProvider = time }
        .AddRetry(
            new RetryStrategyOptions<GraphAnswer>
            {
                // 0.2 s and 0.4 s: the ledger comes back later in any case.
                MaxRetryAttempts = 2,
                Delay = TimeSpan.FromMilliseconds(200),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = static retry => new ValueTask<bool>(
                    !retry.Context.CancellationToken.IsCancellationRequested
                        && retry.Outcome.Result is { } answer
                        && (answer.Outcome is not GraphOutcome.Answered || answer.IsServerFault)
                ),
            }
        )
        .Build();

    /// <param name="operation">For the timeline: method and path without ids.</param>
    public ValueTask<GraphAnswer> ReadAsync(
        string operation,
        string url,
        Secret token,
        TimeSpan timeout,
        CancellationToken cancellationToken
    ) =>
        _reads.ExecuteAsync(
            static (call, cancellation) => new ValueTask<GraphAnswer>(call.Client.SendAsync(call, content: null, cancellation)),
            new GraphCall(this, operation, url, token, timeout),
            cancellationToken
        );

    /// <summary>A read that is worth one try: what it would tell is only nice to know.</summary>
    public Task<GraphAnswer> ReadOnceAsync(
        string operation,
        string url,
        Secret token,
        TimeSpan timeout,
        CancellationToken cancellationToken
    ) => SendAsync(new GraphCall(this, operation, url, token, timeout), content: null, cancellationToken);

    public Task<GraphAnswer> WriteAsync(
        string operation,
        string url,
        Secret token,
        GraphForm form,
        TimeSpan timeout,
        CancellationToken cancellationToken
    ) => SendAsync(new GraphCall(this, operation, url, token, timeout), form.ToContent(), cancellationToken);

    private async Task<GraphAnswer> SendAsync(GraphCall call, HttpContent? content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(content is null ? HttpMethod.Get : HttpMethod.Post, call.Url)
        {
            Content = content,
        };
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {call.Token.Reveal()}");
        using var deadline = new CancellationTokenSource(call.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        var started = time.GetTimestamp();
        int? status = null;
        try
        {
            using var response = await transport.SendAsync(request, either.Token);
            status = (int)response.StatusCode;
            await response.Content.LoadIntoBufferAsync(LargestAnswer, either.Token);
            var body = await response.Content.ReadAsByteArrayAsync(either.Token);
            var error = response.IsSuccessStatusCode ? null : ReadError(body);
            var usage = GraphUsage.Read(response.Headers);
            var requestId = error?.TraceId ?? First(response, "x-fb-trace-id") ?? First(response, "x-fb-request-id");
            return new GraphAnswer(
                GraphOutcome.Answered,
                status,
                body,
                error,
                usage,
                new PlatformCall(call.Operation, status, time.GetElapsedTime(started), requestId, usage.ToString())
            );
        }
        catch (HttpRequestException exception) when (status is null && NeverConnected(exception))
        {
            return Unanswered(GraphOutcome.NotSent);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            return Unanswered(GraphOutcome.Lost);
        }

        GraphAnswer Unanswered(GraphOutcome outcome) =>
            new(
                outcome,
                status,
                [],
                null,
                default,
                new PlatformCall(call.Operation, status, time.GetElapsedTime(started), null, null)
            );
    }

    private static bool NeverConnected(HttpRequestException exception) =>
        exception.HttpRequestError
            is HttpRequestError.ConnectionError
                or HttpRequestError.NameResolutionError
                or HttpRequestError.SecureConnectionError
                or HttpRequestError.ProxyTunnelError;

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

    private static string? First(HttpResponseMessage response, string header) =>
        response.Headers.NonValidated.TryGetValues(header, out var values) ? values.ToString() : null;

    private readonly record struct GraphCall(GraphClient Client, string Operation, string Url, Secret Token, TimeSpan Timeout);
}
