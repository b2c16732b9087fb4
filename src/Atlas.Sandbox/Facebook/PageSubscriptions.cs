using Atlas.Sandbox.Meta;

namespace Atlas.Sandbox.Facebook;

/// <summary>Which webhooks an app gets for a Page, or for an account of Instagram Login.</summary>
internal static class PageSubscriptions
{
    private static readonly string[] PageFields =
    [
        "feed",
        "mention",
        "messages",
        "message_echoes",
        "message_reactions",
        "message_edits",
        "message_reads",
        "message_deliveries",
        "messaging_postbacks",
        "messaging_referrals",
        "messaging_optins",
        "messaging_handovers",
        "standby",
        "conversations",
        "ratings",
        "videos",
        "live_videos",
        "leadgen",
    ];

    private static readonly string[] InstagramFields =
    [
        "comments",
        "live_comments",
        "mentions",
        "story_insights",
        "messages",
        "message_reactions",
        "message_edit",
        "messaging_seen",
        "messaging_postbacks",
        "messaging_referral",
        "messaging_optins",
        "messaging_handover",
        "standby",
    ];

    public static ValueTask<GraphError?> CreateAsync(GraphCall call) => ValueTask.FromResult(Create(call));

    public static ValueTask<GraphError?> ListAsync(GraphCall call) => ValueTask.FromResult(List(call));

    private static GraphError? Create(GraphCall call)
    {
        if (call.Node is not { } node || call.Token is not { } token)
        {
            return GraphErrors.NoSuchObject(call.Method, call.Path);
        }

        if (node is FacebookPage && FeedPosts.NeedsPage(call) is { } refused)
        {
            return refused;
        }

        var fields = (call["subscribed_fields"] ?? "").Split(
            ',',
            StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
        );
        var known = node is FacebookPage ? PageFields : InstagramFields;
        if (fields.Length is 0 || fields.Except(known).Any())
        {
            return GraphErrors.Invalid($"Param subscribed_fields must be one of {string.Join(", ", known)}");
        }

        call.World.State<PageState>().Subscriptions[(node.Id, token.App.Id)] = fields;
        return call.Success();
    }

    private static GraphError? List(GraphCall call)
    {
        if (call.Node is not { } node)
        {
            return GraphErrors.NoSuchObject(call.Method, call.Path);
        }

        var idName = node is FacebookPage ? "id" : "app_id";
        var json = call.Json;
        json.WriteStartObject();
        json.WriteStartArray("data"u8);
        foreach (var ((account, app), fields) in call.World.State<PageState>().Subscriptions)
        {
            if (account != node.Id)
            {
                continue;
            }

            json.WriteStartObject();
            json.WriteString(idName, app);
            json.WriteStartArray("subscribed_fields"u8);
            foreach (var field in fields)
            {
                json.WriteStringValue(field);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        return null;
    }
}
