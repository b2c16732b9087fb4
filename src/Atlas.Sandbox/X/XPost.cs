using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.X;

internal sealed partial class XPost(NetworkAccount account, string id, string kind, DateTimeOffset created)
    : NetworkPost(account, id, kind, created)
{
    public IReadOnlyList<string> MediaKeys { get; init; } = [];

    /// <summary>As the API shows it: addresses are short ones, media add one more, and three characters are escaped.</summary>
    public string WireText()
    {
        var count = 0;
        var text = (Text ?? "").Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");
        text = Address().Replace(text, _ => Short(count++));
        return MediaKeys.Count > 0 ? $"{text} {Short(99)}".TrimStart() : text;
    }

    public JsonObject ToJson()
    {
        var urls = new JsonArray();
        var count = 0;
        foreach (Match match in Address().Matches(Text ?? ""))
        {
            urls.Add((JsonNode)new JsonObject { ["url"] = Short(count++), ["expanded_url"] = match.Value });
        }

        if (MediaKeys.Count > 0)
        {
            urls.Add(
                (JsonNode)
                    new JsonObject
                    {
                        ["url"] = Short(99),
                        ["expanded_url"] = $"https://x.com/{Account.Username}/status/{Id}/photo/1",
                        ["media_key"] = MediaKeys[0],
                    }
            );
        }

        var body = new JsonObject
        {
            ["id"] = Id,
            ["text"] = WireText(),
            ["created_at"] = Created.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'"),
            ["edit_history_tweet_ids"] = new JsonArray(Id),
        };
        if (urls.Count > 0)
        {
            body["entities"] = new JsonObject { ["urls"] = urls };
        }

        if (MediaKeys.Count > 0)
        {
            body["attachments"] = new JsonObject { ["media_keys"] = new JsonArray([.. MediaKeys.Select(key => (JsonNode)key)]) };
        }

        if (ParentId is { } parent)
        {
            body["referenced_tweets"] = new JsonArray(new JsonObject { ["type"] = "replied_to", ["id"] = parent });
        }

        return body;
    }

    private string Short(int number) => $"https://t.co/{Id[^6..]}{number:D2}";

    [GeneratedRegex(@"https?://\S*[^\s.,;:!?)]", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();
}
