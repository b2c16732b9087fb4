using System.Globalization;
using System.Net.Http.Headers;
using Atlas.Core.Outbound;

namespace Atlas.Core.Alerts;

/// <summary>Posts one message to a receiver, by the guarded way out: people type these addresses in.</summary>
public sealed class AlertWebhook(EgressGuard egress, TimeProvider time)
{
    private static readonly TimeSpan s_longestWait = TimeSpan.FromHours(1);

    /// <summary>What it answers is not read, so its length doesn't matter. A redirect would take the message to somewhere that nobody has set.</summary>
    private static readonly EgressLimits s_limits = new(long.MaxValue, TimeSpan.FromSeconds(10), MaxRedirects: 0);

    /// <param name="id">The same for every sending of the same message: a receiver drops repeats by it.</param>
    internal async Task<AlertSending> SendAsync(
        ReceiverAddress receiver,
        string id,
        AlertMessage message,
        CancellationToken cancellationToken
    )
    {
        var body = message.ToJson();
        var now = time.GetUtcNow();
        var signature = receiver.Sign(id, now.ToUnixTimeSeconds(), body);
        using var answer = await egress.GetAsync(receiver.Url, s_limits, cancellationToken, HttpMethod.Post, Prepare);
        return answer switch
        {
            EgressAnswer.Answered { Status: >= (System.Net.HttpStatusCode)200 and < (System.Net.HttpStatusCode)300 } good =>
                new AlertSending((int)good.Status, Rule: null, Problem: null),
            EgressAnswer.Answered other => new AlertSending(
                (int)other.Status,
                "url.status",
                $"It answered {(int)other.Status}.",
                WaitOf(other.Headers.RetryAfter, now)
            ),
            EgressAnswer.Refused refused => new AlertSending(null, refused.Rule, refused.Message),
            EgressAnswer.Failed { Rule: "url.redirects" } => new AlertSending(
                null,
                "url.redirects",
                "It redirects, which is not followed: set the address that it leads to."
            ),
            EgressAnswer.Failed failed => new AlertSending(null, failed.Rule, failed.Message),
            _ => throw new NotSupportedException($"No rule for the answer {answer.GetType().Name}."),
        };

        void Prepare(HttpRequestMessage request)
        {
            request.Content = new ByteArrayContent(body)
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/json", "utf-8") },
            };
            request.Headers.Add("webhook-id", id);
            request.Headers.Add("webhook-timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
            request.Headers.Add("webhook-signature", signature);
        }
    }

    private static TimeSpan? WaitOf(RetryConditionHeaderValue? asked, DateTimeOffset now) =>
        (asked?.Delta ?? asked?.Date - now) is { } wait && wait > TimeSpan.Zero
            ? wait < s_longestWait
                ? wait
                : s_longestWait
            : null;
}

/// <param name="Status">Of the receiver's answer, where it gave one.</param>
/// <param name="Rule">Null where it has taken the message.</param>
/// <param name="RetryAfter">How long it wants to be left alone.</param>
internal sealed record AlertSending(int? Status, string? Rule, string? Problem, TimeSpan? RetryAfter = null)
{
    public bool Delivered => Rule is null;
}
