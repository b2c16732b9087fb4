using Atlas.Core.Platforms;
using Atlas.Platforms.Rules;

namespace Atlas.Platforms.YouTube.Rules;

/// <summary>A person may have un-ticked a box at consent: what needs it is said before the network refuses it.</summary>
internal static class ScopeRules
{
    private const string Page = "YouTube Data API: Authorization";

    public static void Check(PublishDraft draft, NetworkFindings findings)
    {
        // A channel that was connected by a token does not know its scopes.
        if (draft.Channel.Scopes is not { Count: > 0 } scopes)
        {
            return;
        }

        var comments = scopes.Contains(YouTubeScopes.Comments);
        if (!comments && !scopes.Contains(YouTubeScopes.Manage))
        {
            Missing("channel", "Publishing", YouTubeScopes.Manage, findings);
        }

        if (!comments && draft.Content.FirstComment is { Length: > 0 })
        {
            Missing("firstComment", "Comments", YouTubeScopes.Comments, findings);
        }

        if (!comments && draft.Content.Subtitles is { Count: > 0 })
        {
            Missing("subtitles", "Subtitles", YouTubeScopes.Comments, findings);
        }
    }

    private static void Missing(string field, string feature, string scope, NetworkFindings findings) =>
        findings.Error(
            field,
            "scope",
            $"{feature} was not allowed when the channel was connected: connect it again and leave every box ticked.",
            scope,
            "not granted",
            Page
        );
}
