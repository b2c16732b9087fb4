using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Atlas.Core.Channels;
using Atlas.Core.Tracing;
using Atlas.Platforms.Http;

namespace Atlas.Platforms.Tests.Http;

/// <summary>What is told about a call: enough for a network's support and for the next limit, nothing that is secret.</summary>
public sealed class PlatformHttpTests : HttpMessageHandler
{
    private const string Token = "EAAB-the-token-of-the-account";

    private readonly Queue<HttpResponseMessage> _answers = new();

    [Fact]
    public async Task Only_headers_about_limits_and_trace_ids_are_kept()
    {
        var answer = new HttpResponseMessage(HttpStatusCode.TooManyRequests) { Content = new StringContent("{}") };
        answer.Headers.TryAddWithoutValidation("Retry-After", "30");
        answer.Headers.TryAddWithoutValidation("X-App-Usage", """{"call_count":97}""");
        answer.Headers.TryAddWithoutValidation("x-fb-trace-id", "Abc123");
        answer.Headers.TryAddWithoutValidation("Set-Cookie", "session=secret");
        answer.Headers.TryAddWithoutValidation("Location", $"https://network.example/?access_token={Token}");
        answer.Headers.TryAddWithoutValidation("X-Rate-Limit-Remaining", new string('9', 5000));

        var call = (await SendAsync(answer)).Call;

        Assert.Equal(["retry-after", "x-app-usage", "x-fb-trace-id", "x-rate-limit-remaining"], call.Headers!.Keys.Order());
        Assert.Equal(("30", "Abc123"), (call.Headers["retry-after"], call.RequestId));
        Assert.Equal(AnswerHeaders.Longest, call.Headers["x-rate-limit-remaining"].Length);
    }

    [Fact]
    public async Task An_answer_without_any_keeps_none() =>
        Assert.Null((await SendAsync(new HttpResponseMessage { Content = new StringContent("{}") })).Call.Headers);

    [Fact]
    public async Task Each_sending_is_a_span_with_all_that_matters_and_without_the_address_or_the_token()
    {
        ConcurrentQueue<Activity> spans = new();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == PublicationTrace.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        using var parent = new Activity("the run").Start();
        parent.SetTag("atlas.network", "instagram").SetTag("atlas.attempt", 3);
        var found = new HttpResponseMessage { Content = new StringContent("{}") };
        found.Headers.TryAddWithoutValidation("x-fb-trace-id", "Abc123");
        _answers.Enqueue(new HttpResponseMessage(HttpStatusCode.BadGateway) { Content = new StringContent("") });
        _answers.Enqueue(found);

        await Http().ReadAsync(Request(HttpMethod.Get), default);

        var sent = spans.Where(span => span.TraceId == parent.TraceId).OrderBy(span => span.StartTimeUtc).ToList();
        Assert.Equal([502, 200], sent.Select(span => span.GetTagItem("http.response.status_code")));
        Assert.Equal([null, 1], sent.Select(span => span.GetTagItem("http.request.resend_count")));
        Assert.Equal([ActivityStatusCode.Error, ActivityStatusCode.Unset], sent.Select(span => span.Status));
        Assert.Equal("Abc123", sent[1].GetTagItem("atlas.request_id"));
        Assert.All(
            sent,
            span =>
            {
                Assert.Equal(("GET /{ig}/media", ActivityKind.Client), (span.DisplayName, span.Kind));
                Assert.Equal(
                    ("instagram", 3, "network.example"),
                    (span.GetTagItem("atlas.network"), span.GetTagItem("atlas.attempt"), span.GetTagItem("server.address"))
                );
                Assert.DoesNotContain(Token, string.Join(' ', span.TagObjects.Select(tag => tag.Value)));
                Assert.DoesNotContain("17841", string.Join(' ', span.TagObjects.Select(tag => tag.Value)));
            }
        );
    }

    private async Task<PlatformAnswer> SendAsync(HttpResponseMessage answer)
    {
        _answers.Enqueue(answer);
        return await Http().SendAsync(Request(HttpMethod.Post), default);
    }

    private PlatformHttp Http() => new(new PlatformTransport(this), TimeProvider.System);

    private static PlatformRequest Request(HttpMethod method) =>
        new(
            $"{method} /{{ig}}/media",
            method,
            $"https://network.example/v24.0/17841/media?access_token={Token}",
            TimeSpan.FromSeconds(5),
            new Secret(Token)
        );

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Task.FromResult(_answers.Dequeue());
}
