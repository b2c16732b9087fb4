using System.Text;
using Atlas.Sandbox.Meta;

namespace Atlas.Sandbox.Instagram;

internal static class CaptionRules
{
    public const int MaxCharacters = 2_200;
    public const int MaxHashtags = 30;
    public const int MaxMentions = 20;

    public static GraphError? Check(string caption)
    {
        var characters = 0;
        var hashtags = 0;
        var mentions = 0;
        var previous = new Rune(' ');
        Rune? opened = null;
        foreach (var rune in caption.EnumerateRunes())
        {
            characters++;
            if (opened is { } sign)
            {
                // A sign counts once a word follows it: "# 5" and "me@home" are neither tag nor mention.
                hashtags += sign.Value is '#' && IsWord(rune) ? 1 : 0;
                mentions += sign.Value is '@' && IsWord(rune) ? 1 : 0;
            }

            opened = rune.Value is '#' or '@' && !IsWord(previous) ? rune : null;
            previous = rune;
        }

        return mentions > MaxMentions ? InstagramErrors.TooManyTags
            : characters > MaxCharacters || hashtags > MaxHashtags ? InstagramErrors.Caption
            : null;
    }

    private static bool IsWord(Rune rune) => Rune.IsLetterOrDigit(rune) || rune.Value is '_';
}
