using System.Globalization;
using Atlas.Core.Media;
using Atlas.Core.Posts;
using Atlas.Platforms.Rules;

namespace Atlas.Platforms.Threads.Rules;

internal static class OptionRules
{
    private const string Topics = "Threads API: Topic Tags";
    private const string Polls = "Threads API: Polls";
    private const int MostTopicCharacters = 50;
    private const int MostChoiceCharacters = 25;

    public static void Check(PostContent content, IReadOnlyList<MediaAsset> media, NetworkFindings findings)
    {
        var options = ThreadsPostOptions.Read(
            content.Options,
            (field, problem) => findings.Error(field, "options.invalid", problem)
        );
        if (options == ThreadsPostOptions.Empty)
        {
            return;
        }

        CheckWords(options, findings);
        CheckPoll(options, findings);
        if (options.Gif is { Id: "" or { Length: > 128 } })
        {
            findings.Error(
                "options.gif.id",
                "options.gif",
                "A GIF is named by its id in the provider's library.",
                "1 to 128 characters",
                source: "Threads API: GIFs"
            );
        }

        AttachmentRules.Check(content, options, findings);
        CheckSpoilers(content, options, findings);
        if (media.Count > 0)
        {
            OnlyIn(
                "text posts",
                findings,
                ("poll", options.Poll.Count > 0),
                ("textAttachment", options.TextAttachment is not null),
                ("gif", options.Gif is not null),
                ("ghost", options.Ghost is true)
            );
        }
        else if (options.SpoilerMedia is not null)
        {
            findings.Warn("options.spoilerMedia", "options.unused", "There are no media that it could hide: it is left out.");
        }
    }

    private static void CheckWords(ThreadsPostOptions options, NetworkFindings findings)
    {
        if (options.ReplyControl is { } control && !ThreadsPostOptions.ReplyControls.Contains(control))
        {
            findings.Error(
                "options.replyControl",
                "options.reply-control",
                "Threads has no such choice of who may reply.",
                string.Join(", ", ThreadsPostOptions.ReplyControls),
                control,
                "Threads API: Reply Management"
            );
        }

        if (
            options.TopicTag is { } topic
            && (
                new StringInfo(topic).LengthInTextElements is 0 or > MostTopicCharacters
                || topic.AsSpan().IndexOfAny('.', '&') >= 0
            )
        )
        {
            findings.Error(
                "options.topicTag",
                "options.topic",
                "A topic has 1 to 50 characters, without . and &.",
                $"1 to {MostTopicCharacters} characters",
                topic,
                Topics
            );
        }

        if (options.QuotePostId is { } quote && (quote.Length is 0 or > 32 || quote.AsSpan().ContainsAnyExceptInRange('0', '9')))
        {
            findings.Error("options.quotePostId", "options.quote", "A quoted post is given by its id.", "digits", quote);
        }

        for (var i = 0; i < options.Countries.Count; i++)
        {
            if (options.Countries[i] is not { Length: 2 } code || !code.All(char.IsAsciiLetterUpper))
            {
                findings.Error(
                    $"options.countries[{i}]",
                    "options.country",
                    "A country is given by its two-letter code.",
                    "ISO 3166-1 alpha-2",
                    options.Countries[i],
                    "Threads API: Geo-gated Content"
                );
            }
        }
    }

    private static void CheckPoll(ThreadsPostOptions options, NetworkFindings findings)
    {
        if (options.Poll.Count is 1 or > 4)
        {
            findings.Error(
                "options.poll",
                "options.poll",
                "A poll has 2 to 4 choices.",
                "2 to 4",
                $"{options.Poll.Count}",
                Polls
            );
        }

        for (var i = 0; i < options.Poll.Count; i++)
        {
            var length = new StringInfo(options.Poll[i]).LengthInTextElements;
            if (length is 0 or > MostChoiceCharacters)
            {
                findings.Error(
                    $"options.poll[{i}]",
                    "options.poll-choice",
                    "A choice has 1 to 25 characters.",
                    $"1 to {MostChoiceCharacters} characters",
                    $"{length}",
                    Polls
                );
            }
        }
    }

    private static void CheckSpoilers(PostContent content, ThreadsPostOptions options, NetworkFindings findings)
    {
        var length = new StringInfo(content.Text).LengthInTextElements;
        for (var i = 0; i < options.Spoilers.Count; i++)
        {
            var (offset, count) = options.Spoilers[i];
            if (offset < 0 || count < 1 || (long)offset + count > length)
            {
                findings.Error(
                    $"options.spoilers[{i}]",
                    "options.spoiler",
                    "The range lies outside the text.",
                    $"0 to {length}",
                    $"{offset} + {count}",
                    "Threads API: Spoilers"
                );
            }
        }
    }

    private static void OnlyIn(string kinds, NetworkFindings findings, params ReadOnlySpan<(string Name, bool IsSet)> options)
    {
        foreach (var (name, isSet) in options)
        {
            if (isSet)
            {
                // What it says would be lost, and with it what the author meant.
                findings.Error(
                    $"options.{name}",
                    "options.text-only",
                    $"Only {kinds} have this: remove the media or the option.",
                    kinds
                );
            }
        }
    }
}
