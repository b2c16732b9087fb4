using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;
using Atlas.Platforms.Meta;

namespace Atlas.Platforms.Facebook;

/// <summary>Subscribes a Page to the app's webhooks, and reads back what Facebook has noted.</summary>
/// <seealso href="https://developers.facebook.com/docs/graph-api/webhooks/getting-started/webhooks-for-pages"/>
internal static class FacebookWebhooks
{
    private const string Fields = "feed,mention";

    public static async Task<WebhookAnswer> SubscribeAsync(
        FacebookApi api,
        FacebookAccess page,
        PlatformApp? app,
        CancellationToken cancellationToken
    )
    {
        var subscribed = await api.WriteAsync(
            page,
            "POST /{page}/subscribed_apps",
            "me/subscribed_apps",
            new GraphForm().Add("subscribed_fields", Fields),
            TimeSpan.FromSeconds(10),
            cancellationToken
        );
        if (subscribed.Read(FacebookJson.Default.FacebookPublished) is not { Success: true })
        {
            return new WebhookAnswer.Failed(FacebookErrors.Product.Problem(subscribed));
        }

        var answer = await api.ReadAsync(
            page,
            "GET /{page}/subscribed_apps",
            "me/subscribed_apps",
            new GraphForm(),
            cancellationToken
        );
        if (answer.Read(FacebookJson.Default.FacebookListFacebookSubscription) is not { } list)
        {
            return new WebhookAnswer.Failed(FacebookErrors.Product.Problem(answer));
        }

        var ours = (list.Data ?? []).FirstOrDefault(entry => app is null || (entry.Id ?? entry.AppId) == app.ClientId);
        return ours?.Fields is { Count: > 0 } fields
            ? new WebhookAnswer.Subscribed(fields)
            : new WebhookAnswer.Failed(
                new PlatformProblem(
                    "webhook/none",
                    "Facebook took the subscription and does not show it.",
                    "Try again later.",
                    "Webhooks for Pages"
                )
            );
    }
}
