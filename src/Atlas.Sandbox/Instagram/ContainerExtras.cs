using System.Text.Json;
using Atlas.Sandbox.Meta;

namespace Atlas.Sandbox.Instagram;

/// <summary>The parameters that come with a feature of their own: trial reels, polls, comment prompts.</summary>
internal static class ContainerExtras
{
    public static IReadOnlyList<string> Poll(ParameterReader reader) =>
        reader.Json<List<string>>(
            "poll_attachment",
            json => [.. json.GetProperty("options").EnumerateArray().Select(option => option.GetString() ?? "")]
        ) ?? [];

    public static void Check(ParameterReader reader)
    {
        reader.Json<string>(
            "trial_params",
            json => json.GetProperty("graduation_strategy").GetString() is "MANUAL" or "SS_PERFORMANCE" ? "ok" : null
        );
        reader.Json<string>("audio_configuration", json => json.ValueKind is JsonValueKind.Object ? "ok" : null);
        if (reader.Call.Parameters.Has("poll_attachment") && Poll(reader) is not { Count: >= 2 and <= 4 })
        {
            reader.Fail("A poll has 2 to 4 options");
        }

        reader.Bool("is_poll_duration_extended");

        var hasPoll = reader.Call.Parameters.Has("poll_attachment");
        var hasPrompt = reader.Bool("is_comment_prompt_used") ?? false;
        if (hasPoll && hasPrompt)
        {
            reader.Fail("Only one caption add-on can be used");
        }

        if ((hasPoll || hasPrompt) && reader.Call.Host is GraphHost.InstagramGraph)
        {
            reader.Fail("Caption add-ons are not supported for this app");
        }
    }
}
