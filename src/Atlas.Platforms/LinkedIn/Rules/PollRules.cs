using Atlas.Core.Platforms;
using Atlas.Platforms.Rules;

namespace Atlas.Platforms.LinkedIn.Rules;

internal static class PollRules
{
    private const int MostQuestion = 140;
    private const int MostChoice = 30;

    public static void Check(PublishDraft draft, NetworkFindings findings)
    {
        if (LinkedInPostOptions.Read(draft.Content.Options).Poll is not { } poll)
        {
            return;
        }

        if (draft.Media.Count > 0 || draft.Content.Link is { Length: > 0 })
        {
            findings.Error(
                "options.poll",
                "poll.alone",
                "A LinkedIn post has a poll, or media, or a link's card: remove the others, or put the link into the text.",
                source: LinkedInPages.PollPage
            );
        }

        CheckLength("options.poll.question", "poll.question", "A poll has a question", poll.Question, MostQuestion, findings);
        if (poll.Choices.Count is < 2 or > 4)
        {
            findings.Error(
                "options.poll.choices",
                "poll.choices",
                "A poll has 2 to 4 choices.",
                "2 to 4",
                $"{poll.Choices.Count}",
                LinkedInPages.PollPage
            );
        }

        for (var i = 0; i < poll.Choices.Count; i++)
        {
            CheckLength(
                $"options.poll.choices[{i}]",
                "poll.choice",
                "A choice has a text",
                poll.Choices[i],
                MostChoice,
                findings
            );
        }

        if (poll.WireDuration is null)
        {
            findings.Error(
                "options.poll.days",
                "poll.duration",
                "LinkedIn has no poll of that length.",
                $"{LinkedInPollOption.DurationsInWords} days",
                $"{poll.Days}",
                LinkedInPages.PollPage
            );
        }
    }

    private static void CheckLength(string field, string rule, string what, string text, int most, NetworkFindings findings)
    {
        var length = LittleText.Count(text.Trim());
        if (length == 0 || length > most)
        {
            findings.Error(
                field,
                rule,
                $"{what} of 1 to {most} characters.",
                $"1 to {most} characters",
                $"{length}",
                LinkedInPages.PollPage
            );
        }
    }
}
