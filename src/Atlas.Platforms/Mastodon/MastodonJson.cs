using System.Text.Json.Serialization;

namespace Atlas.Platforms.Mastodon;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(MastodonStatus))]
[JsonSerializable(typeof(MastodonStatus[]))]
[JsonSerializable(typeof(StatusSource))]
[JsonSerializable(typeof(StatusRequest))]
[JsonSerializable(typeof(MastodonMedia))]
[JsonSerializable(typeof(MastodonAccount))]
[JsonSerializable(typeof(MastodonInstance))]
[JsonSerializable(typeof(MastodonApp))]
[JsonSerializable(typeof(MastodonToken))]
[JsonSerializable(typeof(MastodonError))]
internal sealed partial class MastodonJson : JsonSerializerContext;

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(MastodonCursor))]
internal sealed partial class MastodonCursorJson : JsonSerializerContext;

internal sealed record StatusRequest
{
    public required string Status { get; init; }

    public IReadOnlyList<string>? MediaIds { get; init; }

    public string? InReplyToId { get; init; }

    public bool? Sensitive { get; init; }

    public string? SpoilerText { get; init; }

    public string? Visibility { get; init; }

    public string? Language { get; init; }

    public StatusPoll? Poll { get; init; }
}

/// <param name="ExpiresIn">Seconds.</param>
internal sealed record StatusPoll(IReadOnlyList<string> Options, int ExpiresIn, bool? Multiple, bool? HideTotals);

internal sealed record MastodonStatus
{
    public string? Id { get; init; }

    public string? Url { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    public string? InReplyToId { get; init; }

    public IReadOnlyList<MastodonMedia>? MediaAttachments { get; init; }
}

/// <summary>A status as it was written, before the server made HTML of it.</summary>
internal sealed record StatusSource(string? Id, string? Text, string? SpoilerText);

internal sealed record MastodonMedia
{
    public string? Id { get; init; }

    /// <summary>Null while it is being processed.</summary>
    public string? Url { get; init; }
}

internal sealed record MastodonAccount
{
    public string? Id { get; init; }

    public string? Username { get; init; }

    public string? DisplayName { get; init; }

    public string? Avatar { get; init; }
}

internal sealed record MastodonInstance
{
    public InstanceConfiguration? Configuration { get; init; }
}

internal sealed record InstanceConfiguration
{
    public StatusLimits? Statuses { get; init; }

    public MediaLimits? MediaAttachments { get; init; }
}

internal sealed record StatusLimits
{
    public int? MaxCharacters { get; init; }

    public int? MaxMediaAttachments { get; init; }

    public int? CharactersReservedPerUrl { get; init; }
}

internal sealed record MediaLimits
{
    public IReadOnlyList<string>? SupportedMimeTypes { get; init; }

    public long? ImageSizeLimit { get; init; }

    public long? VideoSizeLimit { get; init; }
}

internal sealed record MastodonApp(string? ClientId, string? ClientSecret);

internal sealed record MastodonToken(string? AccessToken, string? Scope);

internal sealed record MastodonError(string? Error, string? ErrorDescription);
