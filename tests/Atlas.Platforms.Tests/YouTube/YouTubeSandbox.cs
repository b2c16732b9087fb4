using System.Buffers.Binary;
using System.Text.Json;
using Atlas.Core;
using Atlas.Core.Channels;
using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Platforms.Tests.Networks;
using Atlas.Platforms.YouTube;
using Microsoft.Extensions.DependencyInjection;

namespace Atlas.Platforms.Tests.YouTube;

public sealed class YouTubeSandbox() : NetworkSandbox("youtube")
{
    protected override void Add(IServiceCollection services) => services.AddYouTube();

    protected override Dictionary<string, string?> Settings(string root) =>
        new()
        {
            ["Platforms:YouTube:ApiBaseUrl"] = $"{root}/www.googleapis.com",
            ["Platforms:YouTube:ConsentBaseUrl"] = $"{root}/accounts.google.com",
            ["Platforms:YouTube:TokenBaseUrl"] = $"{root}/oauth2.googleapis.com",
            ["Platforms:YouTube:WatchBaseUrl"] = $"{root}/www.youtube.com",
            ["Platforms:YouTube:ChunkBytes"] = "262144", // the demo film then takes several
            ["Platforms:YouTube:WriteTimeout"] = "00:00:05",
            ["Platforms:YouTube:UploadTimeout"] = "00:00:05",
        };

    internal async Task<(Channel Channel, Secret Token)> ConnectAsync(object? extra = null)
    {
        var account = await NewAccountAsync(extra);
        return (ChannelOf(account, "youtube"), new Secret(account.GetProperty("accessToken").GetString()!));
    }

    internal static PostContent Content(
        string options = """{"privacy":"public","madeForKids":false}""",
        string title = "Rye, from start to crust"
    ) =>
        new()
        {
            Title = title,
            Text = "How we bake it. #rye",
            Options = JsonDocument.Parse(options).RootElement,
        };

    internal PublishWork Film((Channel Channel, Secret Token) actor, PostContent? content = null) =>
        Work(actor, content ?? Content(), File("film.mp4", [.. Bytes("dough-reel.mp4"), .. Padding(500_000)]));

    /// <summary>A box that players skip: it makes the film long enough for three chunks.</summary>
    private static byte[] Padding(int length)
    {
        var box = new byte[length];
        BinaryPrimitives.WriteInt32BigEndian(box, length);
        "free"u8.CopyTo(box.AsSpan(4));
        return box;
    }

    /// <summary>With thumbnail, subtitles in two languages, playlist and first comment.</summary>
    internal PublishWork FilmWithAll((Channel Channel, Secret Token) actor)
    {
        var cover = Demo("rye-portrait.jpg");
        var english = File("en.vtt", "WEBVTT\n\n00:00.000 --> 00:02.000\nKnead.\n"u8.ToArray());
        var german = File("de.srt", "1\n00:00:00,000 --> 00:00:02,000\nKneten.\n"u8.ToArray());
        var content = Content(
            $$"""{"privacy":"public","madeForKids":false,"playlistId":"PL{{actor.Channel.AccountId[2..]}}"}"""
        ) with
        {
            Cover = cover.Id,
            Subtitles = [new Subtitles(english.Id, "en"), new Subtitles(german.Id, "de", "Deutsch")],
            FirstComment = "Recipe in the description.",
        };
        return Film(actor, content) with { Extras = new[] { cover, english, german }.ToDictionary(asset => asset.Id) };
    }
}
