using System.ComponentModel.DataAnnotations;

namespace Atlas.Platforms.Telegram;

/// <summary>The settings under <c>Platforms:Telegram</c>.</summary>
public sealed class TelegramOptions
{
    public const string Section = "Platforms:Telegram";

    [Required]
    public Uri ApiBaseUrl { get; set; } = new("https://api.telegram.org");

    /// <summary>Of the links to posts.</summary>
    [Required]
    public Uri LinkBaseUrl { get; set; } = new("https://t.me");

    public TimeSpan ReadTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>For a message with its files.</summary>
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromSeconds(28);
}
