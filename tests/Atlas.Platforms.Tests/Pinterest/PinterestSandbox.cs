using System.Text.Json;
using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Platforms.Pinterest;
using Atlas.Platforms.Tests.Instagram;
using Atlas.Platforms.Tests.Simulated;
using Microsoft.Extensions.DependencyInjection;

namespace Atlas.Platforms.Tests.Pinterest;

public sealed class PinterestSandbox : SimulatedNetwork
{
    protected override Platform Platform => Platform.Pinterest;

    protected override IEnumerable<KeyValuePair<string, string?>> Settings(string root) =>
        new Dictionary<string, string?>
        {
            ["Platforms:Pinterest:ApiBaseUrl"] = $"{root}/api.pinterest.com",
            ["Platforms:Pinterest:AuthorizeBaseUrl"] = $"{root}/www.pinterest.com",
            ["Platforms:Pinterest:PublishTimeout"] = "00:00:05",
        };

    protected override void Add(IServiceCollection services) => services.AddPinterest();

    /// <summary>On the account's first board.</summary>
    internal PublishWork Pin(SimulatedAccount actor, string text, params string[] files)
    {
        MediaAsset[] media = [.. files.Select(InstagramSandbox.Demo)];
        var content = Posts.Content(PostType.Post, media, text) with
        {
            Title = "Rye",
            Link = "https://bakery.example/rye",
            Options = Board(actor, "boardId"),
        };
        var work = Work(content, media, actor);
        return work with { App = actor.App with { Audited = true } };
    }

    internal static JsonElement Board(SimulatedAccount actor, string which) =>
        JsonSerializer.SerializeToElement(new { boardId = actor.Json.GetProperty("extra").GetProperty(which).GetString() });
}
