using Atlas.Sandbox.Media;
using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.LinkedIn;

/// <summary>Makes posts.</summary>
internal static class LinkedInPosting
{
    private const int MostCharacters = 3000;
    private const int MostAltText = 4086;

    public static RestAnswer Create(RestCall call)
    {
        var body = call.Body;
        var author = LinkedInAuthors.Find(call, body.RequiredText("author"));
        var commentary = body.Text("commentary") ?? "";
        var visibility = body.OneOf("visibility", "PUBLIC", "CONNECTIONS", "LOGGED_IN");
        var distribution = body.RequiredObject("distribution");
        distribution.OneOf("feedDistribution", "MAIN_FEED", "NONE");
        distribution.Ignore("targetEntities", "thirdPartyDistributionChannels");
        if (body.OneOf("lifecycleState", "PUBLISHED") is null)
        {
            body.RequiredText("lifecycleState");
        }

        var isReshareDisabled = body.Flag("isReshareDisabledByAuthor") is true;
        var content = Content.Read(body.Object("content")) with { Json = body.Raw("content")?.GetRawText() };
        if (visibility is null)
        {
            body.RequiredText("visibility");
        }

        if (call.RefuseBody() is { } no)
        {
            return no;
        }

        if (author is null)
        {
            return LinkedInErrors.Error(StatusCodes.Status400BadRequest, "INVALID_URN_ID", "author does not exist");
        }

        call.Account = author;
        var text = LittleTextReader.Read(commentary);
        if (
            (
                LinkedInAuthors.RefuseWrite(call, author)
                ?? (
                    author is LinkedInOrganization && visibility is "CONNECTIONS"
                        ? LinkedInErrors.Invalid("An organization has no connections")
                        : null
                )
                ?? Problem(call, text, content)
                ?? content.Problem(call, author)
            ) is
            { } refused
        )
        {
            return refused;
        }

        return Publish(call, author, text, content, visibility!, isReshareDisabled);
    }

    public static RestError? Problem(RestCall call, LittleTextReader text, Content content) =>
        text.Plain.EnumerateRunes().Count() > MostCharacters
            ? LinkedInErrors.Error(StatusCodes.Status400BadRequest, "FIELD_LENGTH_TOO_LONG", "commentary is too long")
        : text.Mentions.FirstOrDefault(urn => LinkedInAuthors.Find(call, urn) is null) is { } unknown
            ? LinkedInErrors.Error(StatusCodes.Status400BadRequest, "INVALID_URN_ID", $"{unknown} does not exist")
        : text.Plain.Length is 0 && content.IsNone
            ? LinkedInErrors.Error(StatusCodes.Status400BadRequest, "MISSING_FIELD", "commentary or content is required")
        : null;

    private static RestAnswer Publish(
        RestCall call,
        NetworkAccount author,
        LittleTextReader text,
        Content content,
        string visibility,
        bool isReshareDisabled
    )
    {
        var state = call.World.State<LinkedInState>();
        var assets = content.Media.Select(medium => state.Asset(medium.Id)).OfType<LinkedInAsset>().ToList();
        var isShare = content.IsNone || content.Source is not null || (assets is [{ Kind: LinkedInAssetKind.Image }]);
        var number = call.World.Ids.From(7_000_000_000_000_000_000);
        var urn = $"urn:li:{(isShare ? "share" : "ugcPost")}:{number}";
        var fingerprint = $"{text.Kept}\n{content.Source}\n{string.Join(',', content.Media.Select(medium => medium.Id))}";
        if (state.Remember(author, fingerprint, urn, call.Now) is { } same)
        {
            return LinkedInErrors.Duplicate(same);
        }

        var thumbnail = state.Asset(content.Thumbnail);
        var post = new LinkedInPost(author, urn, content.KindOf(assets), call.Now)
        {
            Commentary = text.Kept,
            ContentJson = content.Json,
            Visibility = visibility,
            IsReshareDisabled = isReshareDisabled,
            Text = text.Plain,
            Title = content.Title,
            Link = content.Source,
            Media = [.. assets.Select(asset => asset.Item).OfType<MediaItem>()],
            AltTexts = [.. content.Media.Select(medium => medium.AltText)],
            Cover = thumbnail?.Item ?? assets.Select(asset => asset.Thumbnail).FirstOrDefault(item => item is not null),
            Privacy = visibility,
            Facts =
            [
                .. assets is [{ Captions: { } captions }] ? new[] { ("Captions", captions) } : [],
                .. isReshareDisabled ? new[] { ("Reshares", "switched off") } : [],
                .. content.Poll is { } choices ? new[] { ("Poll", string.Join(" / ", choices)) } : [],
            ],
        };
        call.Directory.Publish(post, call.BaseUrl);
        return RestAnswer.Empty(StatusCodes.Status201Created).With("x-restli-id", urn);
    }

    /// <param name="Json">As it came, for reading the post back.</param>
    internal sealed record Content(
        IReadOnlyList<(string Id, string? AltText, string? Title)> Media,
        string? Source,
        string? Title,
        string? Thumbnail,
        string? Json
    )
    {
        public bool IsNone => Media.Count is 0 && Source is null && Poll is null;

        public IReadOnlyList<string>? Poll { get; private init; }

        private bool IsMultiImage { get; init; }

        public static Content Read(JsonFields? fields)
        {
            if (fields is null)
            {
                return new Content([], null, null, null, null);
            }

            List<(string, string?, string?)> media = [];
            var single = fields.Object("media");
            if (single is not null)
            {
                media.Add((single.RequiredText("id"), single.Text("altText"), single.Text("title")));
            }

            var several = fields.Object("multiImage");
            foreach (var image in several?.Objects("images") ?? [])
            {
                media.Add((image.RequiredText("id"), image.Text("altText"), null));
            }

            if (several is not null && media.Count is < 2 or > 20)
            {
                several.Refuse("images", "has 2 to 20 images");
            }

            var article = fields.Object("article");
            var poll = fields.Object("poll");
            if (
                (single is null ? 0 : 1) + (several is null ? 0 : 1) + (article is null ? 0 : 1) + (poll is null ? 0 : 1) is not 1
            )
            {
                fields.Refuse("content", "has one of media, multiImage, article and poll");
            }

            article?.Text("description");
            return new Content(
                media,
                article?.RequiredText("source"),
                article?.RequiredText("title") ?? (media is [var only] ? only.Item3 : null),
                article?.Text("thumbnail"),
                Json: null
            )
            {
                IsMultiImage = several is not null,
                Poll = poll is null ? null : ReadPoll(poll),
            };
        }

        private static IReadOnlyList<string> ReadPoll(JsonFields poll)
        {
            if (poll.RequiredText("question").Length is 0 or > 140)
            {
                poll.Refuse("question", "has 1 to 140 characters");
            }

            List<string> choices = [.. (poll.Objects("options") ?? []).Select(option => option.RequiredText("text"))];
            if (choices.Count is < 2 or > 4 || choices.Exists(choice => choice.Length is 0 or > 30))
            {
                poll.Refuse("options", "has 2 to 4 options of 1 to 30 characters");
            }

            var settings = poll.RequiredObject("settings");
            if (settings.OneOf("duration", "ONE_DAY", "THREE_DAYS", "SEVEN_DAYS", "FOURTEEN_DAYS") is null)
            {
                settings.RequiredText("duration");
            }

            settings.Ignore("voteSelectionType", "isVoterVisibleToAuthor");
            return choices;
        }

        public string KindOf(List<LinkedInAsset> assets) =>
            Source is not null ? "article"
            : IsMultiImage ? "carousel"
            : assets switch
            {
                [{ Kind: LinkedInAssetKind.Video }] => "video",
                [{ Kind: LinkedInAssetKind.Document }] => "document",
                _ => "post",
            };

        public RestError? Problem(RestCall call, NetworkAccount author)
        {
            if (Media.Any(medium => medium.AltText?.Length > MostAltText))
            {
                return LinkedInErrors.Error(StatusCodes.Status400BadRequest, "FIELD_LENGTH_TOO_LONG", "altText is too long");
            }

            foreach (var urn in Media.Select(medium => medium.Id).Append(Thumbnail).OfType<string>())
            {
                if (Problem(call, author, urn) is { } problem)
                {
                    return problem;
                }
            }

            return null;
        }

        private RestError? Problem(RestCall call, NetworkAccount author, string urn)
        {
            if (call.World.State<LinkedInState>().Asset(urn) is not { } asset || asset.Owner != author)
            {
                return LinkedInErrors.Error(StatusCodes.Status400BadRequest, "INVALID_URN_ID", $"{urn} is not the author's");
            }

            if ((IsMultiImage || urn == Thumbnail) && asset.Kind is not LinkedInAssetKind.Image)
            {
                return LinkedInErrors.Error(StatusCodes.Status400BadRequest, "INVALID_URN_TYPE", $"{urn} is no image");
            }

            if (asset.Kind is LinkedInAssetKind.Document && Title is not { Length: > 0 })
            {
                return LinkedInErrors.Error(StatusCodes.Status400BadRequest, "MISSING_FIELD", "content.media.title is required");
            }

            return asset.Status(call.Now) switch
            {
                "AVAILABLE" => null,
                "PROCESSING_FAILED" => LinkedInErrors.Error(
                    StatusCodes.Status400BadRequest,
                    "MEDIA_ASSET_PROCESSING_FAILED",
                    $"{urn} could not be processed"
                ),
                _ => LinkedInErrors.Error(StatusCodes.Status400BadRequest, "MEDIA_ASSET_WAITING_UPLOAD", $"{urn} is not ready"),
            };
        }
    }
}
