using System.Text.Json.Nodes;
using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.YouTube;

internal static class VideoReads
{
    public static RestAnswer Channels(RestCall call)
    {
        if (call.Query("mine") is not "true" || call.Query("part") is not { Length: > 0 })
        {
            return YouTubeErrors.Of(400, "missingRequiredParameter", "part and a filter are needed.", "youtube.parameter");
        }

        var account = (YouTubeAccount)call.Account!;
        if (!account.HasChannel)
        {
            // A list without a channel has no items at all.
            return RestAnswer.Ok(
                new JsonObject
                {
                    ["kind"] = "youtube#channelListResponse",
                    ["etag"] = "e1",
                    ["pageInfo"] = new JsonObject { ["totalResults"] = 0, ["resultsPerPage"] = 5 },
                }
            );
        }

        var picture = $"{call.BaseUrl}{account.Path}/avatar.svg";
        return List(
            "channel",
            [
                new JsonObject
                {
                    ["kind"] = "youtube#channel",
                    ["etag"] = "e1",
                    ["id"] = account.Id,
                    ["snippet"] = new JsonObject
                    {
                        ["title"] = account.Name,
                        ["description"] = account.Biography,
                        ["customUrl"] = $"@{account.Username}",
                        ["thumbnails"] = new JsonObject { ["default"] = new JsonObject { ["url"] = picture } },
                    },
                    ["contentDetails"] = new JsonObject
                    {
                        ["relatedPlaylists"] = new JsonObject { ["likes"] = "LL", ["uploads"] = account.UploadsPlaylist },
                    },
                    ["status"] = new JsonObject { ["longUploadsStatus"] = account.IsVerified ? "allowed" : "eligible" },
                    ["statistics"] = new JsonObject
                    {
                        ["viewCount"] = "0",
                        ["subscriberCount"] = $"{account.Followers}",
                        ["videoCount"] = $"{account.PostCount}",
                    },
                },
            ]
        );
    }

    /// <summary>Of the caller's own videos; ids that are gone or somebody else's private ones are simply absent.</summary>
    public static RestAnswer List(RestCall call)
    {
        var state = call.World.State<YouTubeState>();
        var videos = (call.Query("id") ?? "")
            .Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Select(state.Video)
            .OfType<YouTubeVideo>()
            .Where(video => video.Account == call.Account || video.Details.Privacy is not "private");
        return List("video", videos.Select(video => VideoFields.Write(call.World, video)));
    }

    public static RestAnswer List(string kind, IEnumerable<JsonObject> items)
    {
        JsonNode[] all = [.. items];
        return RestAnswer.Ok(
            new JsonObject
            {
                ["kind"] = $"youtube#{kind}ListResponse",
                ["etag"] = "e1",
                ["items"] = new JsonArray(all),
                ["pageInfo"] = new JsonObject { ["totalResults"] = all.Length, ["resultsPerPage"] = 50 },
            }
        );
    }
}
