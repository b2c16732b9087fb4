using System.Text.Json.Nodes;
using Atlas.Sandbox.Networks;
using Atlas.Sandbox.OAuth;

namespace Atlas.Sandbox.Mastodon;

/// <summary>Apps that register themselves, and what the server says about itself.</summary>
internal static class MastodonApps
{
    public const int MaxText = 500;
    public const int MaxMedia = 4;
    public const int PerUrl = 23;
    public const long MaxImage = 16L << 20;
    public const long MaxVideo = 99L << 20;

    public static readonly string[] Types = ["image/jpeg", "image/png", "image/gif", "image/webp", "video/mp4"];

    public static RestAnswer Create(RestCall call)
    {
        var name = call.Body.RequiredText("client_name");
        var redirect = call.Body.RequiredText("redirect_uris");
        var scopes = call.Body.Text("scopes") ?? "read";
        call.Body.Ignore("website");
        if (call.RefuseBody() is { } refused)
        {
            return refused;
        }

        if (!Uri.TryCreate(redirect, UriKind.Absolute, out _))
        {
            return MastodonErrors.Invalid("Redirect URI must be an absolute URI.");
        }

        var app = new DeveloperApp(OAuthBook.NewSecret(43), OAuthBook.NewSecret(43), name);
        call.World.State<MastodonState>().Apps[app.Id] = app;
        return RestAnswer.Ok(
            new JsonObject
            {
                ["id"] = "1",
                ["name"] = name,
                ["scopes"] = new JsonArray([.. scopes.Split(' ').Select(scope => JsonValue.Create(scope))]),
                ["redirect_uri"] = redirect,
                ["client_id"] = app.Id,
                ["client_secret"] = app.Secret,
                ["client_secret_expires_at"] = 0,
            }
        );
    }

    public static RestAnswer Revoke(RestCall call)
    {
        var (id, secret) = (call.Body.RequiredText("client_id"), call.Body.RequiredText("client_secret"));
        var token = call.World.OAuth("mastodon").Find(call.Body.RequiredText("token"));
        if (call.RefuseBody() is { } refused)
        {
            return refused;
        }

        if (call.Network.Login!.FindApp(call.World, id) is not { } app || app.Secret != secret || token?.Grant.App != app)
        {
            return new RestError(
                403,
                new JsonObject
                {
                    ["error"] = "unauthorized_client",
                    ["error_description"] = "You are not authorized to revoke this token",
                }
            );
        }

        token.Grant.End();
        return RestAnswer.Ok(new JsonObject());
    }

    public static RestAnswer Instance(RestCall call) =>
        RestAnswer.Ok(
            new JsonObject
            {
                ["domain"] = MastodonNetwork.Server,
                ["title"] = "Mastodon",
                ["version"] = "4.5.0",
                ["configuration"] = new JsonObject
                {
                    ["statuses"] = new JsonObject
                    {
                        ["max_characters"] = MaxText,
                        ["max_media_attachments"] = MaxMedia,
                        ["characters_reserved_per_url"] = PerUrl,
                    },
                    ["media_attachments"] = new JsonObject
                    {
                        ["supported_mime_types"] = new JsonArray([.. Types.Select(type => JsonValue.Create(type))]),
                        ["image_size_limit"] = MaxImage,
                        ["video_size_limit"] = MaxVideo,
                    },
                },
            }
        );
}
