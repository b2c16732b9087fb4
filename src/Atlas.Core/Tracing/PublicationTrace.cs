using System.Diagnostics;
using Atlas.Core.Platforms;
using Atlas.Core.Publishing;

namespace Atlas.Core.Tracing;

/// <summary>
/// One trace for each publication, from the request that schedules it over months of waiting to the network's last answer. Its trace
/// id is the publication's own id, so every span joins it without asking anybody, and who knows the one finds the other. Where
/// nobody listens, nothing is made.
/// </summary>
public static class PublicationTrace
{
    public const string SourceName = "Atlas";

    /// <summary>Tags that a step's span hands on to the calls that it makes.</summary>
    private const string Network = "atlas.network";
    private const string Attempt = "atlas.attempt";

    private static readonly ActivitySource s_source = new(SourceName);

    public static ActivityTraceId IdOf(Id<Publication> publication) =>
        ActivityTraceId.CreateFromString(publication.Value.ToString("N"));

    /// <summary>A person's request has given it a time: the span that all others follow.</summary>
    /// <returns>What <see cref="Publication.TraceParent"/> keeps; null where nobody listens.</returns>
    internal static string? Scheduled(Publication publication, DateTimeOffset due)
    {
        if (!s_source.HasListeners())
        {
            return publication.TraceParent;
        }

        var request = Activity.Current;
        using var span = Begin("publication.schedule", publication, ActivityKind.Internal);
        span?.SetTag("atlas.due", due.ToString("O"));
        span?.Stop();
        Activity.Current = request;
        if (span is not null && request is { IsAllDataRequested: true })
        {
            request.AddLink(new ActivityLink(span.Context));
        }

        return span?.Id ?? publication.TraceParent;
    }

    /// <summary>A span of the publication's trace. It may take the place of the current activity for good: call it in an async method of its own.</summary>
    /// <returns>Null where nobody listens.</returns>
    public static Activity? Start(string name, Publication publication, ActivityKind kind = ActivityKind.Internal) =>
        s_source.HasListeners() ? Begin(name, publication, kind) : null;

    /// <summary>A run that carries the publication on, or what follows it.</summary>
    internal static Activity? StartRun(string name, Publication publication, int attempt) =>
        Start(name, publication)?.SetTag(Attempt, attempt);

    /// <summary>One step of a publisher, inside of the publication's span.</summary>
    internal static Activity? StartStep(PublishStep step, Platform platform)
    {
        if (!s_source.HasListeners())
        {
            return null;
        }

        var run = Activity.Current;
        return s_source
            .StartActivity("publication.step")
            ?.SetTag("atlas.step", step.Name)
            .SetTag("atlas.effect", step.Effect.ToString())
            .SetTag(Network, platform.ToName())
            .SetTag(Attempt, run?.GetTagItem(Attempt));
    }

    /// <summary>One call to a network.</summary>
    /// <param name="operation">Method and path without ids, tokens or a query.</param>
    /// <param name="address">Of which only the host is told: the rest may hold secrets.</param>
    public static Activity? StartCall(string operation, Uri address, int resend)
    {
        if (!s_source.HasListeners())
        {
            return null;
        }

        var parent = Activity.Current;
        var span = s_source.StartActivity(operation, ActivityKind.Client);
        span?.SetTag("server.address", address.Host)
            .SetTag(Network, parent?.GetTagItem(Network))
            .SetTag(Attempt, parent?.GetTagItem(Attempt));
        return resend > 0 ? span?.SetTag("http.request.resend_count", resend) : span;
    }

    internal static void SetOutcome(this Activity span, AdvanceAnswer answer)
    {
        span.SetTag("atlas.state", answer.State).SetTag("atlas.wait_until", answer.WaitUntil?.ToString("O"));
        if (
            answer.State is nameof(PublicationState.Failed) or nameof(PublicationState.Missed) or nameof(PublicationState.Unknown)
        )
        {
            span.SetStatus(ActivityStatusCode.Error, answer.State);
        }
    }

    private static Activity? Begin(string name, Publication publication, ActivityKind kind)
    {
        var traceId = IdOf(publication.Id);
        var around = Activity.Current;
        var parent =
            around is not null && around.TraceId == traceId ? around.Context
            : ActivityContext.TryParse(publication.TraceParent, traceState: null, isRemote: true, out var kept) ? kept
            // The trace's first span. Without the flag a sampler that goes by the parent would drop it.
            : new ActivityContext(traceId, default, ActivityTraceFlags.Recorded);
        if (parent.SpanId == default)
        {
            Activity.Current = null; // or it would become the parent, out of another trace
        }

        ActivityLink[]? links = around is not null && around.TraceId != traceId ? [new ActivityLink(around.Context)] : null;
        return s_source
            .StartActivity(name, kind, parent, tags: null, links)
            ?.SetTag("atlas.publication", publication.Id.ToString())
            .SetTag("atlas.workspace", publication.WorkspaceId.ToString())
            .SetTag(Network, publication.Platform.ToName());
    }
}
