using System.Text.Json;
using Atlas.Platforms.Rules;

namespace Atlas.Platforms.X;

/// <summary>The options of a post that only X knows: <c>replySettings, longPost, madeWithAi, paidPartnership, poll,
/// taggedUserIds</c>.</summary>
internal sealed record XPostOptions
{
    public static readonly XPostOptions Empty = new();

    public static readonly string[] Repliers = ["everyone", "following", "mentionedUsers", "subscribers", "verified"];

    /// <summary>Who may reply: one of <see cref="Repliers"/>.</summary>
    public string ReplySettings { get; init; } = "everyone";

    /// <summary>The account has X Premium: the text may be longer.</summary>
    public bool LongPost { get; init; }

    public bool? MadeWithAi { get; init; }

    public bool? PaidPartnership { get; init; }

    public XPollOption? Poll { get; init; }

    /// <summary>Who is tagged in the post's media, by X's ids of them.</summary>
    public IReadOnlyList<string> TaggedUserIds { get; init; } = [];

    /// <param name="report">Called with field and what is wrong with it; that field is then left at its default.</param>
    public static XPostOptions Read(JsonElement? json, Action<string, string>? report = null)
    {
        var reader = new OptionReader("X", json, report);
        var options = new XPostOptions
        {
            ReplySettings = reader.OneOf("replySettings", Repliers) ?? Empty.ReplySettings,
            LongPost = reader.Flag("longPost") ?? false,
            MadeWithAi = reader.Flag("madeWithAi"),
            PaidPartnership = reader.Flag("paidPartnership"),
            Poll = XPollOption.Read(reader.Object("poll")),
            TaggedUserIds = reader.Texts("taggedUserIds", "It is a list of ids: digits in texts.") ?? [],
        };
        reader.RefuseTheRest();
        return options;
    }
}
