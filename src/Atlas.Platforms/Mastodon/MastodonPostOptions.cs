using System.Text.Json;
using Atlas.Platforms.Rules;

namespace Atlas.Platforms.Mastodon;

/// <summary>The options of a post that only Mastodon knows, as written in the content.</summary>
internal sealed record MastodonPostOptions
{
    /// <summary><c>public</c>, <c>unlisted</c> or <c>private</c>; without it the account's own default.</summary>
    public string? Visibility { get; init; }

    /// <summary>A warning that readers see in place of the post until they open it.</summary>
    public string? SpoilerText { get; init; }

    /// <summary>Whether media are hidden until they are opened.</summary>
    public bool? Sensitive { get; init; }

    /// <summary>Two letters of ISO 639.</summary>
    public string? Language { get; init; }

    public MastodonPollOption? Poll { get; init; }

    /// <param name="report">Called with field and what is wrong with it; that field is then left at its default.</param>
    public static MastodonPostOptions Read(JsonElement? json, Action<string, string>? report = null)
    {
        var reader = new OptionReader("Mastodon", json, report);
        var options = new MastodonPostOptions
        {
            Visibility = reader.Text("visibility"),
            SpoilerText = reader.Text("spoilerText"),
            Sensitive = reader.Flag("sensitive"),
            Language = reader.Text("language"),
            Poll = MastodonPollOption.Read(reader.Object("poll")),
        };
        reader.RefuseTheRest();
        return options;
    }
}
