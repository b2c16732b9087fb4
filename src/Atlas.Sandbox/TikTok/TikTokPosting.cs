using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.TikTok;

/// <summary>Whether an account may post directly, through this app and as it asks for.</summary>
internal static class TikTokPosting
{
    public static string AppOf(RestCall call) =>
        TikTokAccount.Of(call).IsUnaudited ? TikTokOAuth.Unaudited.Id : call.Grant?.App.Id ?? TikTokOAuth.Audited.Id;

    public static RestError? Refuse(RestCall call, string privacy, bool isBranded)
    {
        var account = TikTokAccount.Of(call);
        var app = AppOf(call);
        if (call.World.State<TikTokShares>().PostingProblem(account, app) is { } problem)
        {
            return TikTokErrors.Of(problem.Code, problem.Message);
        }

        if (app == TikTokOAuth.Unaudited.Id && (!account.IsPrivate || privacy is not "SELF_ONLY"))
        {
            return TikTokErrors.Of(
                "unaudited_client_can_only_post_to_private_accounts",
                "Please review our integration guidelines for unaudited clients."
            );
        }

        if (!account.PrivacyLevels.Contains(privacy))
        {
            return TikTokErrors.Of("privacy_level_option_mismatch", "privacy_level is not among the creator's options.");
        }

        return isBranded && privacy is "SELF_ONLY" ? TikTokErrors.Of("invalid_param", "Branded content can't be private.") : null;
    }
}
