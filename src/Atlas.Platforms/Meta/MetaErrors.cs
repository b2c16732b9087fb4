using System.Collections.Frozen;
using Atlas.Core.Platforms;
using static Atlas.Platforms.Meta.MetaReaction;

namespace Atlas.Platforms.Meta;

/// <summary>The codes that every Graph host uses.</summary>
/// <seealso href="https://developers.facebook.com/docs/graph-api/guides/error-handling"/>
internal static class MetaErrors
{
    private const string Source = "Graph API: Handle Errors";
    private const string Limits = "Graph API: Rate Limits";
    private const string WaitForIt = "Nothing to do: it is tried again when the limit opens.";
    private const string Reconnect = "Connect the channel again.";
    private const string Grant = "Connect the channel again and grant every permission that is asked for.";

    private static readonly LimitReach s_app = new(QuotaScope.App);

    private static readonly FrozenDictionary<(int Code, int Subcode), MetaRule> s_rules = new Dictionary<(int, int), MetaRule>
    {
        [(1, 0)] = new(MetaReaction.Retry, "Meta answered with an unknown error.", "It is tried again.", Source, MaybeLive: true),
        [(2, 0)] = new(
            MetaReaction.Retry,
            "Meta's service was not available for a moment.",
            "It is tried again.",
            Source,
            MaybeLive: true
        ),
        [(3, 0)] = new(
            Configuration,
            "The Meta app may not do this.",
            "Give the app Advanced Access to this permission at Meta.",
            Source
        ),
        [(4, 0)] = new(Wait, "The Meta app has made too many calls.", WaitForIt, Limits, Limit: s_app),
        [(10, 0)] = new(Permission, "The permission for this is missing.", Grant, Source),
        [(12, 0)] = new(
            Configuration,
            "Meta has withdrawn this API version.",
            "Set a newer version in the platform's settings.",
            Source
        ),
        [(17, 0)] = new(Wait, "The account has made too many calls.", WaitForIt, Limits),
        [(32, 0)] = new(Wait, "Too many calls for this Page.", WaitForIt, Limits),
        [(33, 0)] = new(MetaReaction.Retry, "Meta does not find the object.", "It is tried again.", Source),
        [(100, 0)] = new(Content, "Meta refuses a parameter.", "Change the content or its options as the message says.", Source),
        [(100, 33)] = new(
            MetaReaction.Retry,
            "Meta does not show the object yet, or the token may not see it.",
            "It is tried again.",
            Source
        ),
        [(102, 0)] = new(MetaReaction.Reconnect, "The session with Meta has ended.", Reconnect, Source),
        [(190, 0)] = new(MetaReaction.Reconnect, "Meta no longer takes the access token.", Reconnect, Source),
        [(190, 458)] = new(MetaReaction.Reconnect, "The person has removed the app at Meta.", Reconnect, Source),
        [(190, 459)] = new(
            MetaReaction.Reconnect,
            "Meta wants the person to confirm their identity.",
            "Log in at Meta, then connect again.",
            Source
        ),
        [(190, 460)] = new(MetaReaction.Reconnect, "The person's password has changed.", Reconnect, Source),
        [(190, 463)] = new(MetaReaction.Reconnect, "The access token has expired.", Reconnect, Source),
        [(190, 464)] = new(
            MetaReaction.Reconnect,
            "The person's account is not confirmed.",
            "Log in at Meta, then connect again.",
            Source
        ),
        [(190, 467)] = new(MetaReaction.Reconnect, "The access token was revoked.", Reconnect, Source),
        [(190, 492)] = new(
            Permission,
            "The person has no suitable role on the Page.",
            "Get the role back, then connect again.",
            Source
        ),
        [(190, 2069032)] = new(
            Configuration,
            "A user token was given where a Page token is required.",
            "Connect the channel with the Page's token.",
            Source
        ),
        [(341, 0)] = new(Wait, "The Meta app has reached a temporary limit.", WaitForIt, Limits, Limit: s_app),
        [(368, 0)] = new(
            Wait,
            "Meta blocks this account's actions for a while.",
            "Look into the account's support inbox at Meta.",
            Source,
            TimeSpan.FromHours(4)
        ),
        [(506, 0)] = new(Check, "Meta says that this was posted just now.", "It is looked up.", Source, MaybeLive: true),
        [(613, 0)] = new(Wait, "Too many calls in a short time.", WaitForIt, Limits),
        [(80001, 0)] = new(Wait, "The Page's budget of calls is used up.", WaitForIt, Limits),
        [(80002, 0)] = new(Wait, "The Instagram account's budget of calls is used up.", WaitForIt, Limits),
        [(80006, 0)] = new(Wait, "The budget of messages is used up.", WaitForIt, Limits),
    }.ToFrozenDictionary();

    private static readonly MetaRule s_permission = new(Permission, "A permission for this is missing.", Grant, Source);

    private static readonly MetaRule s_proof = new(
        Configuration,
        "Meta wants a proof of the app secret, or does not take the one sent.",
        "Set the app secret in the platform's settings.",
        "Graph API: Securing Requests"
    );

    /// <returns>Null for a code that no page documents.</returns>
    public static MetaRule? Find(GraphError error)
    {
        if (error is { Code: 100, Subcode: 0, Type: "GraphMethodException" })
        {
            return s_proof; // the only undetailed 100 of this type; with subcode 33 it is a missing object
        }

        return s_rules.GetValueOrDefault((error.Code, error.Subcode))
            ?? s_rules.GetValueOrDefault((error.Code, 0))
            ?? (error.Code is >= 200 and <= 299 ? s_permission : null);
    }
}
