using System.Text.Json.Serialization;

namespace Atlas.Platforms.LinkedIn;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault
)]
[JsonSerializable(typeof(LinkedInCursor))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(LinkedInError))]
[JsonSerializable(typeof(LinkedInTokenAnswer))]
[JsonSerializable(typeof(LinkedInIntrospection))]
[JsonSerializable(typeof(LinkedInUserInfo))]
[JsonSerializable(typeof(LinkedInMember))]
[JsonSerializable(typeof(LinkedInPage<LinkedInOrganizationAcl>))]
[JsonSerializable(typeof(LinkedInOrganization))]
[JsonSerializable(typeof(LinkedInPage<LinkedInPost>))]
[JsonSerializable(typeof(LinkedInPost))]
[JsonSerializable(typeof(LinkedInPage<LinkedInComment>))]
[JsonSerializable(typeof(LinkedInComment))]
[JsonSerializable(typeof(LinkedInAsset))]
[JsonSerializable(typeof(LinkedInValue<LinkedInUploadStart>))]
[JsonSerializable(typeof(InitializeUpload))]
[JsonSerializable(typeof(FinalizeUpload))]
[JsonSerializable(typeof(CreatePost))]
[JsonSerializable(typeof(PatchPost))]
[JsonSerializable(typeof(CreateComment))]
internal sealed partial class LinkedInJson : JsonSerializerContext;

internal sealed record LinkedInPage<T>(IReadOnlyList<T>? Elements, LinkedInPaging? Paging);

internal sealed record LinkedInPaging(int? Start, int? Count, int? Total);

internal sealed record LinkedInValue<T>(T? Value);

/// <summary>Two shapes, sometimes merged: one with <c>serviceErrorCode</c>, one with <c>code</c> and details.</summary>
internal sealed record LinkedInError(
    int? Status,
    int? ServiceErrorCode,
    string? Code,
    string? Message,
    LinkedInErrorDetails? ErrorDetails
);

internal sealed record LinkedInErrorDetails(IReadOnlyList<LinkedInInputError>? InputErrors);

internal sealed record LinkedInInputError(string? Code, string? Description);

/// <param name="Status">WAITING_UPLOAD, PROCESSING, AVAILABLE, PROCESSING_FAILED, and whatever may come.</param>
internal sealed record LinkedInAsset(string? Id, string? Status, string? ProcessingFailureReason, string? DownloadUrl);

internal sealed record LinkedInUploadStart
{
    public string? Image { get; init; }

    public string? Document { get; init; }

    public string? Video { get; init; }

    /// <summary>Of an image or a document.</summary>
    public string? UploadUrl { get; init; }

    public IReadOnlyList<LinkedInUploadPart>? UploadInstructions { get; init; }

    public string? UploadToken { get; init; }

    public string? ThumbnailUploadUrl { get; init; }

    public string? CaptionsUploadUrl { get; init; }
}

/// <param name="LastByte">Itself counted; of the last part it may lie behind the end of the file.</param>
internal sealed record LinkedInUploadPart(string UploadUrl, long FirstByte, long LastByte);

internal sealed record LinkedInPost
{
    public string? Id { get; init; }

    public string? Author { get; init; }

    public string? Commentary { get; init; }

    public long? CreatedAt { get; init; }

    public long? PublishedAt { get; init; }

    public LinkedInPostContent? Content { get; init; }
}

internal sealed record LinkedInPostContent
{
    public LinkedInPostMedia? Media { get; init; }

    public LinkedInMultiImage? MultiImage { get; init; }

    public LinkedInArticle? Article { get; init; }

    public LinkedInPoll? Poll { get; init; }

    /// <summary>URNs of all that was uploaded for it, whichever kind it is.</summary>
    [JsonIgnore]
    public IEnumerable<string> Urns =>
        (MultiImage?.Images ?? []).Select(image => image.Id).Append(Media?.Id).Append(Article?.Thumbnail).OfType<string>();
}

internal sealed record LinkedInPostMedia(string? Id, string? Title = null, string? AltText = null);

internal sealed record LinkedInMultiImage(IReadOnlyList<LinkedInPostMedia>? Images);

internal sealed record LinkedInArticle(string? Source, string? Title, string? Description, string? Thumbnail);

internal sealed record LinkedInPoll(string? Question, IReadOnlyList<LinkedInPollChoice>? Options, LinkedInPollSettings? Settings);

internal sealed record LinkedInPollChoice(string? Text);

internal sealed record LinkedInPollSettings(string? Duration);

internal sealed record LinkedInComment
{
    public string? Id { get; init; }

    public string? CommentUrn { get; init; }

    public string? Actor { get; init; }

    public LinkedInCommentMessage? Message { get; init; }

    public LinkedInCreated? Created { get; init; }
}

internal sealed record LinkedInCommentMessage(string? Text);

internal sealed record LinkedInCreated(long? Time);

internal sealed record LinkedInTokenAnswer
{
    [JsonPropertyName("access_token")]
    public string? AccessToken { get; init; }

    [JsonPropertyName("expires_in")]
    public long? ExpiresIn { get; init; }

    [JsonPropertyName("refresh_token")]
    public string? RefreshToken { get; init; }

    [JsonPropertyName("refresh_token_expires_in")]
    public long? RefreshExpiresIn { get; init; }

    /// <summary>Separated by spaces or commas.</summary>
    [JsonPropertyName("scope")]
    public string? Scope { get; init; }

    [JsonPropertyName("error")]
    public string? Error { get; init; }

    [JsonPropertyName("error_description")]
    public string? ErrorDescription { get; init; }
}

internal sealed record LinkedInIntrospection
{
    [JsonPropertyName("active")]
    public bool? Active { get; init; }

    [JsonPropertyName("status")]
    public string? Status { get; init; }
}

internal sealed record LinkedInUserInfo(string? Sub, string? Name, string? Picture);

internal sealed record LinkedInMember(string? Id, string? LocalizedFirstName, string? LocalizedLastName, string? VanityName)
{
    [JsonIgnore]
    public string Name => $"{LocalizedFirstName} {LocalizedLastName}".Trim();
}

/// <param name="OrganizationalTarget">What older answers call <paramref name="Organization"/>.</param>
internal sealed record LinkedInOrganizationAcl(string? Role, string? State, string? Organization, string? OrganizationalTarget);

internal sealed record LinkedInOrganization(string? LocalizedName, string? VanityName, LinkedInLogo? LogoV2);

internal sealed record LinkedInLogo(string? Original);
