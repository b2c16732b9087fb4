using System.Text.Json;
using Atlas.Platforms.Rules;

namespace Atlas.Platforms.X;

/// <summary>The options of a post that only X knows: <c>replySettings, longPost, madeWithAi, paidPartnership</c>.</summary>
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

    /// <param name="report">Called with field and what is wrong with it; that field is then left at its default.</param>
    public static XPostOptions Read(JsonElement? json, Action<string, string>? report = null) =>
        PostOptionFields.Read(
            json,
            Empty,
            static (XPostOptions options, string name, JsonElement value, out string problem) =>
                options.With(name, value, out problem),
            report
        );

    private XPostOptions? With(string name, JsonElement value, out string problem)
    {
        problem = "It is true or false.";
        bool? flag = value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : null;
        switch (name)
        {
            case "replySettings":
                problem = $"It is one of {string.Join(", ", Repliers)}.";
                return value.ValueKind is JsonValueKind.String && value.GetString() is { } text && Repliers.Contains(text)
                    ? this with
                    {
                        ReplySettings = text,
                    }
                    : null;
            case "longPost":
                return flag is { } isLong ? this with { LongPost = isLong } : null;
            case "madeWithAi":
                return flag is null ? null : this with { MadeWithAi = flag };
            case "paidPartnership":
                return flag is null ? null : this with { PaidPartnership = flag };
            default:
                problem = "Posts on X have no such option.";
                return null;
        }
    }
}
