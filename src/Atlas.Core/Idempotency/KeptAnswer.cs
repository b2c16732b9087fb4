using Atlas.Core.Problems;
using Atlas.Core.Storage;

namespace Atlas.Core.Idempotency;

/// <summary>The answer to a request that was done, kept for those that repeat it.</summary>
/// <param name="Body">The answer's body, plain where it holds no secret.</param>
/// <param name="Sealed">Whether <paramref name="Body"/> is readable only with the caller's credential and key.</param>
[StoredData(
    DataSubject.Workspace,
    "To answer a repeated request as the first one. Secrets in it are sealed.",
    "7 days.",
    "By a daily purge.",
    Exported = false
)]
public sealed record KeptAnswer(
    string Fingerprint,
    int Status,
    string? ETag,
    string? Location,
    byte[] Body,
    bool Sealed,
    DateTimeOffset At
)
{
    public static TimeSpan Lifetime { get; } = TimeSpan.FromDays(7);

    internal static KeptAnswer Of(IdempotencyKey key, Answer answer, bool seal, DateTimeOffset now) =>
        new(
            key.Fingerprint,
            answer.Status,
            answer.ETag,
            answer.Location,
            seal ? key.Seal(answer.Body.Span) : answer.Body.ToArray(),
            seal,
            now
        );

    internal Outcome<Answer> Replay(IdempotencyKey key)
    {
        if (Fingerprint != key.Fingerprint)
        {
            return Problem.KeyReused();
        }

        var body = Sealed ? key.Open(Body) : Body;
        return body is null ? Problem.KeyReused() : new Answer(Status, body, ETag, Location);
    }
}
