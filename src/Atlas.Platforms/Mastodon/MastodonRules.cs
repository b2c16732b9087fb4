using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Platforms.Rules;

namespace Atlas.Platforms.Mastodon;

/// <summary>
/// What Mastodon documents for all servers. A server's own numbers are asked for; where they are usually the same, a content
/// beyond them is warned about.
/// </summary>
/// <seealso href="https://docs.joinmastodon.org/entities/Instance/"/>
internal static class MastodonRules
{
    private const string Page = "Mastodon API: Statuses";
    private const string InstancePage = "Mastodon API: Instance";
    private const int UsualText = 500;
    private const int UsualMedia = 4;
    private const int UsualChoices = 4;
    private const int UsualChoice = 50;
    private const int MostAltText = 1500;

    public static IReadOnlyList<Finding> Check(PublishDraft draft)
    {
        var (content, findings) = (draft.Content, new NetworkFindings("mastodon", Page));
        var options = MastodonPostOptions.Read(
            content.Options,
            (field, problem) => findings.Error(field, "options.invalid", problem)
        );
        if (options.Visibility is not (null or "public" or "unlisted" or "private"))
        {
            findings.Error(
                "options.visibility",
                "visibility",
                "Mastodon has no such visibility for posts.",
                "public, unlisted, private",
                options.Visibility
            );
        }

        if (options.Language is { } language && (language.Length is < 2 or > 3 || !language.All(char.IsAsciiLetterLower)))
        {
            findings.Error("options.language", "language", "A language has two small letters.", "such as en", language);
        }

        CheckPoll(options, content, findings);
        CheckType(content, findings);
        foreach (var (field, text, uses, media) in Parts(draft))
        {
            CheckPart(field, text, uses, media, options, findings);
        }

        CheckUnused(content, findings);
        return findings.All;
    }

    /// <summary>By the numbers of the account's own server.</summary>
    public static IReadOnlyList<Finding> Check(PublishDraft draft, InstanceConfiguration server)
    {
        var findings = new NetworkFindings("mastodon", InstancePage);
        var options = MastodonPostOptions.Read(draft.Content.Options);
        foreach (var (field, text, _, media) in Parts(draft))
        {
            var length = Length(text, options, server.Statuses?.CharactersReservedPerUrl ?? MastodonText.UsualUrl);
            if (server.Statuses?.MaxCharacters is { } most && length > most)
            {
                findings.Error(
                    $"{field}text",
                    "text.length",
                    "The text is too long for the account's server: shorten it.",
                    $"{most} characters",
                    $"{length}"
                );
            }

            if (server.Statuses?.MaxMediaAttachments is { } count && media.Count > count)
            {
                findings.Error(
                    $"{field}media",
                    "media.count",
                    "The account's server takes fewer media: remove some.",
                    $"{count} media",
                    $"{media.Count}"
                );
            }

            for (var i = 0; i < media.Count; i++)
            {
                CheckFile($"{field}media[{i}]", media[i], server.MediaAttachments, findings);
            }
        }

        return findings.All;
    }

    private static void CheckPoll(MastodonPostOptions options, PostContent content, NetworkFindings findings)
    {
        if (options.Poll is not { } poll)
        {
            return;
        }

        if (content.Media.Count > 0)
        {
            findings.Error("options.poll", "poll.media", "A post on Mastodon has a poll or media: remove one of them.");
        }

        if (content.Text.Length == 0)
        {
            findings.Error("text", "poll.text", "A poll stands below a text: write its question there.");
        }

        if (poll.Choices.Count < 2 || poll.Choices.Any(string.IsNullOrWhiteSpace))
        {
            findings.Error(
                "options.poll.choices",
                "poll.choices",
                "A poll has two choices or more, and none of them is empty.",
                "2 or more",
                $"{poll.Choices.Count}"
            );
        }
        else if (poll.Choices.Count > UsualChoices || poll.Choices.Any(choice => choice.Length > UsualChoice))
        {
            findings.Warn(
                "options.poll.choices",
                "poll.choices",
                "Most servers take fewer or shorter choices.",
                $"{UsualChoices} choices of {UsualChoice} characters",
                $"{poll.Choices.Count} of up to {poll.Choices.Max(choice => choice.Length)}",
                InstancePage
            );
        }

        if (poll.Minutes is < 5 or > 43_200)
        {
            findings.Warn(
                "options.poll.minutes",
                "poll.duration",
                "Most servers take polls of 5 minutes to 30 days.",
                "5 to 43200 minutes",
                $"{poll.Minutes}",
                InstancePage
            );
        }
    }

    private static IEnumerable<(string Field, string Text, IReadOnlyList<PostMedia> Uses, IReadOnlyList<MediaAsset> Media)> Parts(
        PublishDraft draft
    )
    {
        yield return ("", draft.Content.Text, draft.Content.Media, draft.Media);
        for (var i = 0; i < (draft.Content.Thread?.Count ?? 0); i++)
        {
            var part = draft.Content.Thread![i];
            var media = (part.Media ?? []).Select(medium => draft.Extras.GetValueOrDefault(medium.MediaId)).OfType<MediaAsset>();
            yield return ($"thread[{i}].", part.Text, part.Media ?? [], [.. media]);
        }
    }

    private static void CheckType(PostContent content, NetworkFindings findings)
    {
        if (content.Type is PostType.Story)
        {
            findings.Error("type", "type", "Mastodon has no stories: make it a post.", "post", "story");
        }
        else if (content.Type is PostType.Reel)
        {
            findings.Warn("type", "type", "Mastodon has no reels: it goes out as a post with a video.", "post", "reel");
        }
    }

    private static void CheckPart(
        string field,
        string text,
        IReadOnlyList<PostMedia> uses,
        IReadOnlyList<MediaAsset> media,
        MastodonPostOptions options,
        NetworkFindings findings
    )
    {
        if (media.Count == 0 && string.IsNullOrWhiteSpace(text))
        {
            findings.Error($"{field}text", "text.required", "A post needs a text or media.", "1 character or more", "none");
        }

        var length = Length(text, options, MastodonText.UsualUrl);
        if (length > UsualText)
        {
            findings.Warn(
                $"{field}text",
                "text.usual-length",
                "Most servers take 500 characters: the account's own server is asked whether it takes more.",
                $"{UsualText} characters",
                $"{length}",
                InstancePage
            );
        }

        if (media.Count > UsualMedia)
        {
            findings.Warn(
                $"{field}media",
                "media.usual-count",
                "Most servers take 4 media: the account's own server is asked whether it takes more.",
                $"{UsualMedia} media",
                $"{media.Count}",
                InstancePage
            );
        }

        if (media.Count > 1 && media.Any(asset => asset.Kind is MediaKind.Video))
        {
            findings.Error(
                $"{field}media",
                "media.mixed",
                "A post has pictures or one video: split it.",
                "pictures, or 1 video",
                $"{media.Count} media"
            );
        }

        for (var i = 0; i < media.Count; i++)
        {
            if (media[i].Kind is MediaKind.Document)
            {
                findings.Error(
                    $"{field}media[{i}]",
                    "media.kind",
                    "Mastodon takes pictures and videos.",
                    "image, video",
                    "document"
                );
            }

            var alt = i < uses.Count ? uses[i].AltText ?? media[i].AltText : media[i].AltText;
            if (alt?.Length > MostAltText)
            {
                findings.Error(
                    $"{field}media[{i}].altText",
                    "alt-text.length",
                    "The alternative text is too long: shorten it.",
                    $"{MostAltText} characters",
                    $"{alt.Length}"
                );
            }

            if (i < uses.Count && uses[i].UserTags is { Count: > 0 })
            {
                findings.Warn(
                    $"{field}media[{i}].userTags",
                    "unused",
                    "Mastodon has no tags on people: mention them in the text."
                );
            }
        }
    }

    private static void CheckFile(string field, MediaAsset asset, MediaLimits? limits, NetworkFindings findings)
    {
        if (limits?.SupportedMimeTypes is { Count: > 0 } types && !types.Contains(asset.ContentType))
        {
            findings.Error(
                field,
                "media.type",
                "The account's server does not take this kind of file: convert it.",
                string.Join(", ", types),
                asset.ContentType
            );
        }

        var most = asset.Kind is MediaKind.Video ? limits?.VideoSizeLimit : limits?.ImageSizeLimit;
        if (asset.SizeBytes > most)
        {
            findings.Error(
                field,
                "media.size",
                "The file is too large for the account's server: use a smaller one.",
                $"{most / (1024.0 * 1024):0.##} MB",
                $"{asset.SizeBytes / (1024.0 * 1024):0.##} MB"
            );
        }
    }

    private static void CheckUnused(PostContent content, NetworkFindings findings)
    {
        Unused("title", content.Title is { Length: > 0 }, "Mastodon has no titles: it is left out. Put it into the text.");
        Unused("cover", content.Cover is not null, "The cover is left out: the server chooses a video's picture.");
        Unused("subtitles", content.Subtitles is { Count: > 0 }, "Mastodon has no subtitles: they are left out.");
        Unused(
            "link",
            content.Link is { Length: > 0 },
            "Mastodon makes a card of a link in the text: this one is left out. Put it there."
        );

        void Unused(string field, bool isSet, string message)
        {
            if (isSet)
            {
                findings.Warn(field, "unused", message);
            }
        }
    }

    private static int Length(string text, MastodonPostOptions options, int perUrl) =>
        MastodonText.Length(text, perUrl) + MastodonText.Length(options.SpoilerText ?? "", perUrl);
}
