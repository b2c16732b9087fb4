using Atlas.Core.Platforms;

namespace Atlas.Core.Publishing;

/// <summary>Problems whose cause is ours and not the network's.</summary>
internal static class Faults
{
    public static PlatformProblem Problem(PublishStep step) =>
        new(
            "atlas.fault",
            $"The step '{step.Name}' broke off with an internal error.",
            "It is tried again. If it persists, look at the log of the app.",
            null
        );
}
