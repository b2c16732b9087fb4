using System.Diagnostics;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using Atlas.Core.Platforms;
using Atlas.Core.Tracing;
using Polly;
using Polly.Retry;

namespace Atlas.Platforms.Http;

/// <summary>Calls a network and answers with a value, whatever happens. Reads are tried again; a write is sent once.</summary>
internal sealed class PlatformHttp(PlatformTransport transport, TimeProvider time)
{
    private const int LargestAnswer = 4 << 20;

    private readonly ResiliencePipeline<PlatformAnswer> _reads = new ResiliencePipelineBuilder<PlatformAnswer>
    {
        TimeProvider = time,
    }
        .AddRetry(
            new RetryStrategyOptions<PlatformAnswer>
            {
                // 0.2 s and 0.4 s: the ledger comes back later in any case.
                MaxRetryAttempts = 2,
                Delay = TimeSpan.FromMilliseconds(200),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = static retry => new ValueTask<bool>(
                    !retry.Context.CancellationToken.IsCancellationRequested
                        && retry.Outcome.Result is { } answer
                        && (answer.Outcome is not CallOutcome.Answered || answer.IsServerFault)
                ),
            }
        )
        .Build();

    /// <summary>For calls that change nothing, whatever their method: sent again on a network fault or a server error.</summary>
    public ValueTask<PlatformAnswer> ReadAsync(PlatformRequest request, CancellationToken cancellationToken) =>
        _reads.ExecuteAsync(
            static (state, token) =>
                new ValueTask<PlatformAnswer>(state.Self.SendAsync(state.Request, state.Sent.Value++, token)),
            (Self: this, Request: request, Sent: new StrongBox<int>()),
            cancellationToken
        );

    /// <summary>Sends once.</summary>
    public Task<PlatformAnswer> SendAsync(PlatformRequest request, CancellationToken cancellationToken) =>
        SendAsync(request, resend: 0, cancellationToken);

    private async Task<PlatformAnswer> SendAsync(PlatformRequest request, int resend, CancellationToken cancellationToken)
    {
        using var message = request.ToMessage();
        using var span = PublicationTrace.StartCall(request.Operation, message.RequestUri!, resend);
        var answer = await SendAsync(message, request, cancellationToken);
        if (span is not null)
        {
            Tell(span, answer);
        }

        return answer;
    }

    private async Task<PlatformAnswer> SendAsync(
        HttpRequestMessage message,
        PlatformRequest request,
        CancellationToken cancellationToken
    )
    {
        using var deadline = new CancellationTokenSource(request.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        var started = time.GetTimestamp();
        int? status = null;
        try
        {
            using var response = await transport.SendAsync(message, either.Token);
            status = (int)response.StatusCode;
            await response.Content.LoadIntoBufferAsync(LargestAnswer, either.Token);
            var body = await response.Content.ReadAsByteArrayAsync(either.Token);
            var headers = AllHeaders(response);
            var (kept, requestId) = AnswerHeaders.Of(headers);
            return new PlatformAnswer(
                CallOutcome.Answered,
                status,
                body,
                headers,
                new PlatformCall(request.Operation, status, time.GetElapsedTime(started), requestId, Usage: null, kept)
            );
        }
        catch (HttpRequestException exception) when (status is null && NeverConnected(exception))
        {
            return Unanswered(CallOutcome.NotSent);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            return Unanswered(CallOutcome.Lost);
        }

        PlatformAnswer Unanswered(CallOutcome outcome) =>
            new(outcome, status, [], null, new PlatformCall(request.Operation, status, time.GetElapsedTime(started), null, null));
    }

    private static void Tell(Activity span, PlatformAnswer answer)
    {
        span.SetTag("http.response.status_code", answer.Status).SetTag("atlas.request_id", answer.Call.RequestId);
        if (answer.Outcome is not CallOutcome.Answered)
        {
            span.SetStatus(ActivityStatusCode.Error, answer.Outcome.ToString());
        }
        else if (answer.Status >= 400)
        {
            span.SetStatus(ActivityStatusCode.Error);
        }
    }

    private static HttpHeadersNonValidated AllHeaders(HttpResponseMessage response)
    {
        // Content headers such as Range stand apart: one look-up serves all.
        foreach (var (name, values) in response.Content.Headers.NonValidated)
        {
            response.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values);
        }

        return response.Headers.NonValidated;
    }

    private static bool NeverConnected(HttpRequestException exception) =>
        exception.HttpRequestError
            is HttpRequestError.ConnectionError
                or HttpRequestError.NameResolutionError
                or HttpRequestError.SecureConnectionError
                or HttpRequestError.ProxyTunnelError;
}
