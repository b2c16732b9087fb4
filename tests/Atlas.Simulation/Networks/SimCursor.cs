using Atlas.Core.Platforms;

namespace Atlas.Simulation.Networks;

/// <summary>How far the preparation is: bound to the content that it was made of.</summary>
internal sealed record SimCursor(string Hash, string? Container, bool IsReady)
{
    public static SimCursor Read(string? cursor, string hash) =>
        ReadAny(cursor) is { } known && known.Hash == hash ? known : new SimCursor(hash, Container: null, IsReady: false);

    /// <summary>Whatever the content is by now.</summary>
    public static SimCursor? ReadAny(string? cursor) =>
        cursor?.Split(' ') is [var hash, var container, var ready]
            ? new SimCursor(hash, container is "" ? null : container, ready == "ready")
            : null;

    public string Write() => $"{Hash} {Container} {(IsReady ? "ready" : "made")}";

    public PublishStep NextStep(Family family) =>
        family is Family.Accepted ? new PublishStep(Container is null ? "publish" : "watch", StepEffect.Once, Visible: true)
        : family is Family.Single or Family.Unreadable || IsReady ? new PublishStep("publish", StepEffect.Once, Visible: true)
        : Container is null ? new PublishStep("container", StepEffect.Repeatable, Visible: false)
        : new PublishStep("poll", StepEffect.None, Visible: false);
}
