using Atlas.Core.Channels;
using Atlas.Core.Problems;

namespace Atlas.Core.Posts;

/// <summary>
/// What any post may hold, whatever its networks say. With all of its publications it is one batch of rows: at most 100 rows
/// and 2.9 MB. An edit of 20 channels writes 1 + 3 × 20 + 30 + 1 = 92 of them.
/// </summary>
internal static class PostLimits
{
    private const int MaxChannels = 20;
    private const int MaxMedia = 30;
    private const int MaxText = 65_536;
    private const int MaxComment = 10_000;
    private const int MaxOptions = 32_768;
    private const int MaxTitle = 1_000;
    private const int MaxLink = 2_048;

    /// <summary>Each part is a row of the batch that records the post as live.</summary>
    private const int MaxParts = 50;
    private const int MaxSubtitles = 20;
    private const int MaxHashtags = 60;

    public static void CheckChannels(IReadOnlyList<Id<Channel>>? channels, List<ProblemError> errors)
    {
        if (channels is not { Count: > 0 })
        {
            errors.Add(new ProblemError("channelIds", "required", "Name at least one channel."));
        }
        else if (channels.Count > MaxChannels)
        {
            errors.Add(
                new ProblemError(
                    "channelIds",
                    "count",
                    "These are too many channels.",
                    $"{MaxChannels} channels",
                    $"{channels.Count} channels"
                )
            );
        }
        else
        {
            for (var i = 1; i < channels.Count; i++)
            {
                for (var j = 0; j < i; j++)
                {
                    if (channels[i] == channels[j])
                    {
                        errors.Add(new ProblemError($"channelIds[{i}]", "unique", "This channel is named twice."));
                    }
                }
            }
        }
    }

    public static void CheckContent(PostContent content, string prefix, List<ProblemError> errors)
    {
        CheckLength(content.Text, MaxText, $"{prefix}text", errors);
        CheckLength(content.FirstComment, MaxComment, $"{prefix}firstComment", errors);
        CheckHashtags(content.Hashtags ?? [], $"{prefix}hashtags", errors);
        CheckLength(content.Title, MaxTitle, $"{prefix}title", errors);
        CheckLink(content.Link, $"{prefix}link", errors);
        CheckThread(content.Thread ?? [], $"{prefix}thread", errors);
        CheckSubtitles(content.Subtitles ?? [], $"{prefix}subtitles", errors);
        CheckCount(content.Media.Count, MaxMedia, "media", $"{prefix}media", errors);
        CropLimits.Check(content.Media, $"{prefix}media", errors);
        if (content.Options is { } options)
        {
            if (options.ValueKind != System.Text.Json.JsonValueKind.Object)
            {
                errors.Add(new ProblemError($"{prefix}options", "type", "Options are an object."));
            }
            else if (options.GetRawText().Length is var length && length > MaxOptions)
            {
                errors.Add(
                    new ProblemError(
                        $"{prefix}options",
                        "length",
                        "These options are too long.",
                        $"{MaxOptions} characters",
                        $"{length} characters"
                    )
                );
            }
        }
    }

    public static void CheckVariants(
        IReadOnlyList<PostVariant> variants,
        IReadOnlyList<Id<Channel>> channels,
        List<ProblemError> errors
    )
    {
        for (var i = 0; i < variants.Count; i++)
        {
            var variant = variants[i];
            if (variant.ChannelId is null == variant.Platform is null)
            {
                errors.Add(new ProblemError($"variants[{i}]", "onlyOne", "A variant is for one of channelId and platform."));
            }
            else if (variant.ChannelId is { } channel && !channels.Contains(channel))
            {
                errors.Add(new ProblemError($"variants[{i}].channelId", "reference", "The post doesn't go to this channel."));
            }

            if (variant.Schedule is not null && variant.DueAt is not null)
            {
                errors.Add(new ProblemError($"variants[{i}].schedule", "onlyOne", "Give one of schedule and dueAt."));
            }

            for (var j = 0; j < i; j++)
            {
                if (variant.ChannelId == variants[j].ChannelId && variant.Platform == variants[j].Platform)
                {
                    var field = variant.ChannelId is null ? "platform" : "channelId";
                    errors.Add(new ProblemError($"variants[{i}].{field}", "unique", "There is a variant for it already."));
                }
            }
        }
    }

    public static void CheckMediaCount(int distinct, List<ProblemError> errors)
    {
        if (distinct > MaxMedia)
        {
            errors.Add(
                new ProblemError(
                    "media",
                    "count",
                    "All variants together use too many media.",
                    $"{MaxMedia} media",
                    $"{distinct} media"
                )
            );
        }
    }

    private static void CheckHashtags(IReadOnlyList<string> tags, string field, List<ProblemError> errors)
    {
        CheckCount(tags.Count, MaxHashtags, "hashtags", field, errors);
        for (var i = 0; i < tags.Count; i++)
        {
            if (
                tags[i] is not { Length: > 0 and <= 100 } tag
                || tag.Any(c => c == '#' || char.IsWhiteSpace(c) || char.IsControl(c))
            )
            {
                errors.Add(
                    new ProblemError(
                        $"{field}[{i}]",
                        "format",
                        "A hashtag is one word of at most 100 characters, without its '#'."
                    )
                );
            }
        }
    }

    private static void CheckLink(string? link, string field, List<ProblemError> errors)
    {
        CheckLength(link, MaxLink, field, errors);
        if (
            link is { Length: > 0 and <= MaxLink }
            && !(Uri.TryCreate(link, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
        )
        {
            errors.Add(new ProblemError(field, "format", "A link is a whole address that begins with http:// or https://."));
        }
    }

    private static void CheckThread(IReadOnlyList<ThreadPart> thread, string field, List<ProblemError> errors)
    {
        CheckCount(thread.Count, MaxParts, "further posts", field, errors);
        for (var i = 0; i < thread.Count; i++)
        {
            CheckLength(thread[i].Text, MaxText, $"{field}[{i}].text", errors);
            CheckCount(thread[i].Media?.Count ?? 0, MaxMedia, "media", $"{field}[{i}].media", errors);
            CropLimits.Check(thread[i].Media ?? [], $"{field}[{i}].media", errors);
            if (thread[i] is { Text: "", Media: null or [] })
            {
                errors.Add(new ProblemError($"{field}[{i}]", "required", "A further post has a text or media."));
            }
        }
    }

    private static void CheckSubtitles(IReadOnlyList<Subtitles> subtitles, string field, List<ProblemError> errors)
    {
        CheckCount(subtitles.Count, MaxSubtitles, "subtitle files", field, errors);
        for (var i = 0; i < subtitles.Count; i++)
        {
            if (
                subtitles[i].Language is not { Length: >= 2 and <= 35 } language
                || !language.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
            )
            {
                errors.Add(
                    new ProblemError($"{field}[{i}].language", "format", "A language is a BCP 47 tag such as en or de-CH.")
                );
            }
        }
    }

    private static void CheckCount(int count, int limit, string what, string field, List<ProblemError> errors)
    {
        if (count > limit)
        {
            errors.Add(new ProblemError(field, "count", $"These are too many {what}.", $"{limit} {what}", $"{count} {what}"));
        }
    }

    private static void CheckLength(string? text, int limit, string field, List<ProblemError> errors)
    {
        if (text?.Length > limit)
        {
            errors.Add(
                new ProblemError(field, "length", "This is too long.", $"{limit} characters", $"{text.Length} characters")
            );
        }
    }
}
