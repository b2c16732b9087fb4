using System.Text.Json.Nodes;
using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.LinkedIn;

internal sealed class LinkedInPost(NetworkAccount account, string id, string kind, DateTimeOffset created)
    : NetworkPost(account, id, kind, created)
{
    /// <summary>In little text, as far as LinkedIn kept it.</summary>
    public required string Commentary { get; set; }

    /// <summary>The content as it was posted.</summary>
    public string? ContentJson { get; init; }

    public required string Visibility { get; init; }

    public bool IsReshareDisabled { get; init; }

    /// <summary>Comments hang on the activity, whose number is another than the post's.</summary>
    public string Activity => $"urn:li:activity:{long.Parse(Id.Split(':')[3]) + 1}";

    public JsonObject ToJson()
    {
        var body = new JsonObject
        {
            ["id"] = Id,
            ["author"] = LinkedInAuthors.Urn(Account),
            ["commentary"] = Commentary,
            ["visibility"] = Visibility,
            ["distribution"] = new JsonObject
            {
                ["feedDistribution"] = "MAIN_FEED",
                ["targetEntities"] = new JsonArray(),
                ["thirdPartyDistributionChannels"] = new JsonArray(),
            },
            ["lifecycleState"] = "PUBLISHED",
            ["lifecycleStateInfo"] = new JsonObject { ["isEditedByAuthor"] = Edited is not null },
            ["isReshareDisabledByAuthor"] = IsReshareDisabled,
            ["createdAt"] = Created.ToUnixTimeMilliseconds(),
            ["publishedAt"] = Created.ToUnixTimeMilliseconds(),
            ["lastModifiedAt"] = (Edited ?? Created).ToUnixTimeMilliseconds(),
        };
        if (ContentJson is { } content)
        {
            body["content"] = JsonNode.Parse(content);
        }

        return body;
    }
}
