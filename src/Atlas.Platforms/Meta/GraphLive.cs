using Atlas.Core.Platforms;

namespace Atlas.Platforms.Meta;

/// <summary>What a Graph answer that shows no post says about it.</summary>
internal static class GraphLive
{
    /// <summary>There is no such object, or none that the token may read: both are said alike.</summary>
    public static bool IsMissing(GraphAnswer answer) => answer.Error is { Code: 100, Subcode: 33 };

    public static LiveAnswer.Unreadable NotRead(GraphProduct product, GraphAnswer answer) =>
        new(
            $"The post could not be read: {product.Problem(answer).Message}",
            Ever: false,
            TokenRefused: product.Rule(answer) is { Reaction: MetaReaction.Reconnect }
        );
}
