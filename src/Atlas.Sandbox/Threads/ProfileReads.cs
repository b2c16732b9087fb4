using System.Text.Json;
using Atlas.Sandbox.Meta;

namespace Atlas.Sandbox.Threads;

/// <summary>The profile itself, and how much of its quotas is used.</summary>
internal static class ProfileReads
{
    private static readonly string[] ReplyFields = ["reply_quota_usage", "reply_config"];

    public static ValueTask<GraphError?> ReadAsync(GraphCall call) => ValueTask.FromResult(Read(call));

    public static ValueTask<GraphError?> ReadLimitsAsync(GraphCall call) => ValueTask.FromResult(ReadLimits(call));

    private static GraphError? Read(GraphCall call)
    {
        var account = ((ThreadsNode)call.Node!).Account;
        var fields = call.Fields("id").Fields;
        List<(string Name, string? Text)> values = [];
        foreach (var field in fields.Where(field => field.Name is not "id"))
        {
            switch (field.Name)
            {
                case "username":
                    values.Add((field.Name, account.Username));
                    break;
                case "name":
                    values.Add((field.Name, account.Name));
                    break;
                case "threads_profile_picture_url":
                    values.Add((field.Name, $"{call.BaseUrl}{account.Path}/avatar.svg"));
                    break;
                case "threads_biography":
                    values.Add((field.Name, account.Biography));
                    break;
                default:
                    return ThreadsErrors.NoSuchField(field.Name);
            }
        }

        call.Json.WriteStartObject();
        foreach (var (name, text) in values)
        {
            call.Json.WriteString(name, text);
        }

        call.Json.WriteString("id"u8, account.Id);
        call.Json.WriteEndObject();
        return null;
    }

    private static GraphError? ReadLimits(GraphCall call)
    {
        var account = ((ThreadsNode)call.Node!).Account;
        var fields = call.Fields("quota_usage").Fields.Select(field => field.Name).ToList();
        if (fields.Intersect(ReplyFields).Any() && call.Token?.Scopes.Contains(ThreadsScopes.ManageReplies) is not true)
        {
            return GraphErrors.NoPermission;
        }

        var known = new Dictionary<string, Action<Utf8JsonWriter>>
        {
            ["quota_usage"] = json => json.WriteNumber("quota_usage"u8, account.Posts24.Used(call.Now)),
            ["config"] = json => Config(json, "config", account.Posts24),
            ["reply_quota_usage"] = json => json.WriteNumber("reply_quota_usage"u8, account.Replies24.Used(call.Now)),
            ["reply_config"] = json => Config(json, "reply_config", account.Replies24),
            ["delete_quota_usage"] = json => json.WriteNumber("delete_quota_usage"u8, account.Deletions24.Used(call.Now)),
            ["delete_config"] = json => Config(json, "delete_config", account.Deletions24),
        };
        if (fields.FirstOrDefault(field => !known.ContainsKey(field)) is { } unknown)
        {
            return ThreadsErrors.NoSuchField(unknown);
        }

        call.Json.WriteStartObject();
        call.Json.WriteStartArray("data"u8);
        call.Json.WriteStartObject();
        foreach (var field in fields)
        {
            known[field](call.Json);
        }

        call.Json.WriteEndObject();
        call.Json.WriteEndArray();
        call.Json.WriteEndObject();
        return null;
    }

    private static void Config(Utf8JsonWriter json, string name, PublishQuota quota)
    {
        json.WriteStartObject(name);
        json.WriteNumber("quota_total"u8, quota.Total);
        json.WriteNumber("quota_duration"u8, (long)PublishQuota.Window.TotalSeconds);
        json.WriteEndObject();
    }
}
