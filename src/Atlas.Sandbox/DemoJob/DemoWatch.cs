using System.Globalization;
using System.Text.Json.Nodes;

namespace Atlas.Sandbox.DemoJob;

/// <summary>Prints a line for each publication when it is live, or when something else became of it.</summary>
internal sealed class DemoWatch(AppApi api, SandboxAccess sandbox, TimeProvider time, TextWriter output)
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(250);
    private static readonly string[] s_final = ["Published", "Failed", "Missed", "Cancelled", "Removed"];

    /// <returns>Whether all of them went live.</returns>
    public async Task<bool> RunAsync(DemoState state)
    {
        var open = state
            .Posts.SelectMany(planned => planned.Publications!.Select(id => (Post: DemoPosts.Named(planned.Name), Id: id)))
            .ToList();
        var shown = new Dictionary<string, string>(StringComparer.Ordinal);
        var allLive = true;
        while (open.Count > 0)
        {
            foreach (var entry in open.ToList())
            {
                var publication = await api.ReadPublicationAsync(entry.Id);
                var now = Text(publication["state"]);
                if (s_final.Contains(now))
                {
                    open.Remove(entry);
                    allLive &= now is "Published";
                    await output.WriteLineAsync(await LineAsync(entry.Post, publication));
                }
                else if (now is "Waiting" or "Unknown" && shown.GetValueOrDefault(entry.Id) != now)
                {
                    await output.WriteLineAsync(await LineAsync(entry.Post, publication));
                }

                shown[entry.Id] = now;
            }

            await Task.Delay(open.Count > 0 ? s_look : TimeSpan.Zero, time);
        }

        return allLive;
    }

    private async Task<string> LineAsync(DemoPost post, JsonNode publication)
    {
        var due = Time(publication["dueAt"]);
        var live = Text(publication["platformPostId"]) is { Length: > 0 } id
            ? await sandbox.LiveAtAsync(Channel(post).Platform, id)
            : null;
        var late = due is { } planned && live is { } at ? $"{(at - planned).TotalSeconds:+0.00;-0.00} s" : "";
        var rest =
            Text(publication["permalink"]) is { Length: > 0 } link ? link
            : Text(publication["failure"]?["message"]) is { Length: > 0 } failure ? failure
            : Text(publication["waiting"]?["message"]);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{due?.ToString("HH:mm:ss"), -9} {post.Name, -9} {Channel(post).Platform, -10} @{Channel(post).Username, -18} {Text(publication["state"]), -10} {late, 9}  {rest}"
        );
    }

    private static DemoChannel Channel(DemoPost post) => DemoChannel.All.First(channel => channel.Key == post.Channel);

    private static string Text(JsonNode? node) => node?.GetValue<string>() ?? "";

    private static DateTimeOffset? Time(JsonNode? node) =>
        node is null ? null : DateTimeOffset.Parse(node.GetValue<string>(), CultureInfo.InvariantCulture);
}
