using System.Globalization;
using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;

namespace Atlas.Platforms.Facebook;

/// <summary>
/// The ad accounts that the person may use, for whoever asked for them. Nothing that is published depends on them: where they
/// can't be listed, the accounts are connected all the same and the reason is shown beside them.
/// </summary>
/// <seealso href="https://developers.facebook.com/docs/marketing-api/reference/ad-account"/>
internal static class FacebookAdAccounts
{
    private const string Source = "Marketing API: Ad Account";

    public static async Task<AccountsAnswer> AddAsync(
        FacebookApi api,
        AccountsAnswer.Accounts found,
        Grant grant,
        PlatformApp? app,
        CancellationToken cancellationToken
    )
    {
        var (accounts, failed) = await FacebookLists.AllAsync(
            api,
            new FacebookAccess("me", grant.Tokens.Access, app),
            "GET /me/adaccounts",
            "me/adaccounts",
            "id,name,currency,account_status",
            answer => answer.Read(FacebookJson.Default.FacebookListFacebookAdAccount),
            cancellationToken
        );
        var unusable = found.Unusable.ToList();
        if (failed is AccountsAnswer.Refused { Problem: var refusal })
        {
            unusable.Add(new UnusableAccount(Platform.Facebook, "Ad accounts", refusal));
        }
        else if (failed is AccountsAnswer.Unavailable { Problem: var problem })
        {
            unusable.Add(
                new UnusableAccount(
                    Platform.Facebook,
                    "Ad accounts",
                    problem with
                    {
                        NextStep = "Connect without one, or start again later to choose one.",
                    }
                )
            );
        }

        List<AdAccount> usable = [];
        foreach (var account in (accounts ?? []).Where(account => account.Id is { Length: > 0 }).DistinctBy(found => found.Id))
        {
            var ad = new AdAccount(account.Id!, account.Name ?? account.Id!, account.Currency, StatusOf(account.Status));
            if (IsOver(account.Status))
            {
                unusable.Add(
                    new UnusableAccount(
                        Platform.Facebook,
                        ad.Name,
                        new PlatformProblem(
                            "adAccount/status",
                            $"This ad account is {ad.Status}.",
                            "Open it in Meta's Ads Manager, or choose another one.",
                            Source
                        )
                    )
                );
            }
            else
            {
                usable.Add(ad);
            }
        }

        return found with
        {
            Unusable = unusable,
            AdAccounts = usable,
        };
    }

    /// <summary>Nothing can be paid with it any more.</summary>
    private static bool IsOver(int? status) => status is 2 or 100 or 101 or 202;

    private static string StatusOf(int? status) =>
        status switch
        {
            1 or 201 => "active",
            2 => "disabled",
            3 => "unsettled",
            7 => "waiting for a risk review",
            8 => "waiting for settlement",
            9 => "in its grace period",
            100 => "being closed",
            101 or 202 => "closed",
            { } other => string.Create(CultureInfo.InvariantCulture, $"in a state of code {other}"),
            null => "of no known state",
        };
}
