using System.Text.Json.Serialization;

namespace Atlas.Platforms.X;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault
)]
[JsonSerializable(typeof(XCursor))]
[JsonSerializable(typeof(XProblem))]
[JsonSerializable(typeof(XData<XPost>))]
[JsonSerializable(typeof(XData<IReadOnlyList<XPost>>))]
[JsonSerializable(typeof(XData<XMedia>))]
[JsonSerializable(typeof(XData<XUser>))]
[JsonSerializable(typeof(XTokenAnswer))]
[JsonSerializable(typeof(CreatePost))]
[JsonSerializable(typeof(InitializeUpload))]
[JsonSerializable(typeof(SetMetadata))]
internal sealed partial class XJson : JsonSerializerContext;

/// <param name="Errors">What of the asked could not be given; the rest is in <paramref name="Data"/> all the same.</param>
internal sealed record XData<T>(T? Data, XMeta? Meta, IReadOnlyList<XProblemEntry>? Errors = null);

internal sealed record XMeta(string? NextToken, int? ResultCount);

/// <summary>RFC 7807; older parts of the interface list <paramref name="Errors"/> instead.</summary>
internal sealed record XProblem(string? Title, string? Type, string? Detail, int? Status, IReadOnlyList<XProblemEntry>? Errors);

internal sealed record XProblemEntry(string? Message, string? Detail, string? Type, string? Title);

internal sealed record XPost
{
    public string? Id { get; init; }

    public string? Text { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    public XEntities? Entities { get; init; }

    public XAttachments? Attachments { get; init; }

    public IReadOnlyList<XReference>? ReferencedTweets { get; init; }
}

internal sealed record XEntities(IReadOnlyList<XUrl>? Urls);

/// <param name="MediaKey">Of the address that X adds for media; null for the author's own.</param>
internal sealed record XUrl(string? Url, string? ExpandedUrl, string? MediaKey);

/// <param name="MediaKeys">Kind and media id: <c>3_1880028106020515840</c>.</param>
internal sealed record XAttachments(IReadOnlyList<string>? MediaKeys);

internal sealed record XReference(string? Type, string? Id);

internal sealed record XMedia(string? Id, string? MediaKey, long? ExpiresAfterSecs, XProcessing? ProcessingInfo);

/// <param name="State">pending, in_progress, succeeded, failed.</param>
internal sealed record XProcessing(string? State, int? CheckAfterSecs, int? ProgressPercent, XProcessingError? Error);

internal sealed record XProcessingError(int? Code, string? Name, string? Message);

internal sealed record XUser(string? Id, string? Name, string? Username, string? ProfileImageUrl);

internal sealed record XTokenAnswer
{
    public string? AccessToken { get; init; }

    public string? RefreshToken { get; init; }

    public long? ExpiresIn { get; init; }

    public string? Scope { get; init; }

    public string? Error { get; init; }

    public string? ErrorDescription { get; init; }
}

internal sealed record CreatePost
{
    public string? Text { get; init; }

    public PostMediaIds? Media { get; init; }

    public PostReply? Reply { get; init; }

    public string? ReplySettings { get; init; }

    public bool? MadeWithAi { get; init; }

    public bool? PaidPartnership { get; init; }

    public PostPoll? Poll { get; init; }
}

internal sealed record PostPoll(IReadOnlyList<string> Options, int DurationMinutes);

/// <param name="TaggedUserIds">Whoever doesn't let others tag them is left out by X.</param>
internal sealed record PostMediaIds(IReadOnlyList<string> MediaIds, IReadOnlyList<string>? TaggedUserIds);

internal sealed record PostReply(string InReplyToTweetId);

internal sealed record InitializeUpload(string MediaType, long TotalBytes, string MediaCategory);

internal sealed record SetMetadata(string Id, MediaMetadata Metadata);

internal sealed record MediaMetadata(MediaAltText AltText);

internal sealed record MediaAltText(string Text);
