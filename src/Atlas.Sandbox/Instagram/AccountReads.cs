using Atlas.Sandbox.Meta;

namespace Atlas.Sandbox.Instagram;

/// <summary>GET /{ig} and GET /{ig}/content_publishing_limit.</summary>
internal static class AccountReads
{
    public static ValueTask<GraphError?> ReadAsync(GraphCall call) => ValueTask.FromResult(Read(call));

    public static ValueTask<GraphError?> ReadQuotaAsync(GraphCall call) => ValueTask.FromResult(ReadQuota(call));

    private static GraphError? Read(GraphCall call)
    {
        if (call.Node is not InstagramAccount account)
        {
            return GraphErrors.NoSuchObject(call.Method, call.Path);
        }

        var isInstagramLogin = call.Host is GraphHost.InstagramGraph;
        var json = call.Json;
        json.WriteStartObject();
        foreach (var field in call.Fields("id").Fields)
        {
            switch (field.Name)
            {
                case "id":
                    break; // always there, at the end
                case "user_id" when isInstagramLogin:
                    json.WriteString("user_id"u8, account.Id);
                    break;
                case "account_type" when isInstagramLogin:
                    json.WriteString("account_type"u8, "BUSINESS");
                    break;
                case "ig_id" when !isInstagramLogin:
                    json.WriteString("ig_id"u8, account.ScopedId);
                    break;
                case "username":
                    json.WriteString("username"u8, account.Username);
                    break;
                case "name":
                    json.WriteString("name"u8, account.Name);
                    break;
                case "biography":
                    json.WriteString("biography"u8, account.Biography);
                    break;
                case "website" when account.Website is null:
                    break; // absent when the owner gave none
                case "website":
                    json.WriteString("website"u8, account.Website);
                    break;
                case "profile_picture_url":
                    json.WriteString("profile_picture_url"u8, $"{call.BaseUrl}/instagram/{account.Username}/avatar.svg");
                    break;
                case "followers_count":
                    json.WriteNumber("followers_count"u8, account.Followers);
                    break;
                case "follows_count":
                    json.WriteNumber("follows_count"u8, account.Follows);
                    break;
                case "media_count":
                    json.WriteNumber("media_count"u8, account.MediaCount);
                    break;
                default:
                    return GraphErrors.UnknownField(field.Name, account.TypeName);
            }
        }

        json.WriteString("id"u8, isInstagramLogin ? account.ScopedId : account.Id);
        json.WriteEndObject();
        return null;
    }

    private static GraphError? ReadQuota(GraphCall call)
    {
        if (call.Node is not InstagramAccount account)
        {
            return GraphErrors.NoSuchObject(call.Method, call.Path);
        }

        var options = call.World.Options;
        int used;
        lock (account.Lock)
        {
            used = account.PublishedSince(call.Now - TimeSpan.FromSeconds(options.QuotaWindowSeconds));
        }

        var json = call.Json;
        json.WriteStartObject();
        json.WriteStartArray("data"u8);
        json.WriteStartObject();
        foreach (var field in call.Fields("quota_usage").Fields)
        {
            switch (field.Name)
            {
                case "quota_usage":
                    json.WriteNumber("quota_usage"u8, used);
                    break;
                case "config":
                    json.WriteStartObject("config"u8);
                    json.WriteNumber("quota_total"u8, options.QuotaTotal);
                    json.WriteNumber("quota_duration"u8, options.QuotaWindowSeconds);
                    json.WriteEndObject();
                    break;
                default:
                    return GraphErrors.UnknownField(field.Name, "IGContentPublishingLimit");
            }
        }

        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        return null;
    }
}
