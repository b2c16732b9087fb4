using System.Text.Json;
using Atlas.Platforms.Rules;

namespace Atlas.Platforms.Telegram;

/// <summary>The options of a post that only Telegram knows, as written in the content.</summary>
internal sealed record TelegramPostOptions
{
    /// <summary><c>HTML</c> or <c>MarkdownV2</c>; without it a text goes out as it is written.</summary>
    public string? ParseMode { get; init; }

    /// <summary>Whether readers get it without a sound.</summary>
    public bool? Silent { get; init; }

    /// <summary>Whether readers are kept from forwarding and saving it.</summary>
    public bool? Protected { get; init; }

    /// <summary>Whether a link in the text is shown with a card.</summary>
    public bool? LinkPreview { get; init; }

    /// <summary>Whether media go out as files, as they are.</summary>
    public bool? AsFiles { get; init; }

    /// <param name="report">Called with field and what is wrong with it; that field is then left at its default.</param>
    public static TelegramPostOptions Read(JsonElement? json, Action<string, string>? report = null)
    {
        var reader = new OptionReader("Telegram", json, report);
        var options = new TelegramPostOptions
        {
            ParseMode = reader.Text("parseMode"),
            Silent = reader.Flag("silent"),
            Protected = reader.Flag("protected"),
            LinkPreview = reader.Flag("linkPreview"),
            AsFiles = reader.Flag("asFiles"),
        };
        reader.RefuseTheRest();
        return options;
    }
}
