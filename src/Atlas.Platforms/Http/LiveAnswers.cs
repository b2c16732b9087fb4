using Atlas.Core.Platforms;

namespace Atlas.Platforms.Http;

/// <summary>What an answer that shows no post says about it.</summary>
internal static class LiveAnswers
{
    /// <param name="error">Null where the answer is not in the network's own words.</param>
    public static LiveAnswer.Unreadable NotRead(PlatformProblem problem, NetworkError? error, bool ever = false) =>
        new($"The post could not be read: {problem.Message}", ever, TokenRefused: error?.Rule is { IsDeadToken: true });
}
