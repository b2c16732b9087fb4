using System.Text.Json;
using System.Text.Json.Serialization;

namespace Atlas.Platforms.Telegram;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(TelegramEnvelope))]
[JsonSerializable(typeof(TelegramUser))]
[JsonSerializable(typeof(TelegramChat))]
[JsonSerializable(typeof(TelegramMember))]
[JsonSerializable(typeof(TelegramMessage))]
[JsonSerializable(typeof(TelegramMessage[]))]
[JsonSerializable(typeof(AlbumItem[]))]
[JsonSerializable(typeof(LinkPreview))]
[JsonSerializable(typeof(ReplyTo))]
[JsonSerializable(typeof(TelegramCursor))]
internal sealed partial class TelegramJson : JsonSerializerContext;

/// <summary>What stands around every answer.</summary>
internal sealed record TelegramEnvelope
{
    public bool Ok { get; init; }

    public JsonElement? Result { get; init; }

    public int? ErrorCode { get; init; }

    public string? Description { get; init; }

    public ErrorParameters? Parameters { get; init; }
}

internal sealed record ErrorParameters
{
    /// <summary>Seconds.</summary>
    public int? RetryAfter { get; init; }

    public long? MigrateToChatId { get; init; }
}

internal sealed record TelegramUser(long Id, string? Username);

internal sealed record TelegramChat
{
    public long Id { get; init; }

    /// <summary><c>channel</c>, <c>supergroup</c>, <c>group</c> or <c>private</c>.</summary>
    public string? Type { get; init; }

    public string? Title { get; init; }

    public string? Username { get; init; }
}

internal sealed record TelegramMember
{
    public string? Status { get; init; }

    /// <summary>Of administrators of channels.</summary>
    public bool? CanPostMessages { get; init; }
}

internal sealed record TelegramMessage
{
    public long MessageId { get; init; }

    /// <summary>Seconds since 1970.</summary>
    public long? Date { get; init; }
}

internal sealed record AlbumItem(string Type, string Media, string? Caption, string? ParseMode);

internal sealed record LinkPreview(bool? IsDisabled, string? Url);

internal sealed record ReplyTo(long MessageId);

/// <summary>What a post has become. Before it is sent there is nothing to remember.</summary>
/// <param name="Messages">Readers see an album as one post, and the interface as one message each.</param>
/// <param name="HasCaption">Whether its words stand under a file.</param>
internal sealed record TelegramCursor(
    [property: JsonPropertyName("m")] IReadOnlyList<long> Messages,
    [property: JsonPropertyName("c")] bool HasCaption
);
