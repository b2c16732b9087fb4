using System.Text.Json.Nodes;
using Atlas.Sandbox.Networks;
using Atlas.Sandbox.OAuth;

namespace Atlas.Sandbox.YouTube;

/// <summary>YouTube with Google's login: the Data API's calls that publishing needs, quota and resumable uploads included.</summary>
internal sealed class YouTubeNetwork(NetworkServices services) : RestNetwork(services)
{
    private const string Api = "www.googleapis.com/youtube/v3";
    private const string Upload = "www.googleapis.com/upload/youtube/v3";
    private const string Prefix = "https://www.googleapis.com/auth/";

    private static readonly string[] Manage = [$"{Prefix}youtube", $"{Prefix}youtube.force-ssl"];
    private static readonly string[] Insert = [.. Manage, $"{Prefix}youtube.upload"];
    private static readonly string[] Read = [.. Manage, $"{Prefix}youtube.readonly"];
    private static readonly string[] Force = [$"{Prefix}youtube.force-ssl"];

    private readonly VideoUploads _uploads = new();

    public override string Platform => "youtube";

    public override string Title => "YouTube";

    public override IReadOnlyList<string> Hosts =>
        ["accounts.google.com", "oauth2.googleapis.com", "www.googleapis.com", "www.youtube.com"];

    public override IRestErrors Errors { get; } = new YouTubeErrors();

    public override OAuthServer Login { get; } =
        new(
            new OAuthSettings
            {
                Platform = "youtube",
                Title = "Google",
                Apps = [new("700000000001-atlas.apps.googleusercontent.com", "GOCSPX-sandbox-secret-of-atlas", "Atlas Engine")],
                KnownScopes =
                [
                    $"{Prefix}youtube",
                    $"{Prefix}youtube.force-ssl",
                    $"{Prefix}youtube.upload",
                    $"{Prefix}youtube.readonly",
                    $"{Prefix}yt-analytics.readonly",
                ],
                UsualScopes = Manage,
                ClientProof = ClientProof.Body,
                AccessLife = TimeSpan.FromSeconds(3_599),
                Refresh = RefreshMode.Kept,
                CodePrefix = "4/0",
                AccessPrefix = "ya29.",
                RefreshPrefix = "1//0",
                // Only a consent that was shown gives one; a login of the control API has no consent page.
                GivesRefresh = grant =>
                    grant.Asked.Count is 0
                    || (
                        grant.Asked.GetValueOrDefault("access_type") is "offline"
                        && grant.Asked.GetValueOrDefault("prompt")?.Contains("consent") is true
                    ),
                Answer = (_, _, body) =>
                {
                    body["token_type"] = "Bearer";
                    return body;
                },
                Denial = [("error", "access_denied")],
            }
        );

    public override IEnumerable<RestOperation> Operations =>
        [
            .. Login.Consent("accounts.google.com/o/oauth2/v2/auth"),
            Login.Token("oauth2.googleapis.com/token"),
            new RestOperation("youtube.oauth.revoke", "POST", "oauth2.googleapis.com/revoke", Revoke) { IsPublic = true },
            Cheap("youtube.channels.list", "GET", $"{Api}/channels", 1, Read, VideoReads.Channels, "part", "mine"),
            new RestOperation(
                "youtube.videos.insert",
                "POST",
                $"{Upload}/videos",
                Guarded("uploads", 1, Insert, _uploads.StartAsync)
            )
            {
                Query = ["uploadType", "part", "notifySubscribers"],
            },
            new RestOperation("youtube.videos.upload", "PUT", $"{Upload}/videos", Guarded(null, 0, Insert, _uploads.PutAsync))
            {
                Query = ["uploadType", "upload_id"],
                TakesBytes = true,
            },
            Cheap("youtube.videos.list", "GET", $"{Api}/videos", 1, Read, VideoReads.List, "part", "id"),
            Cheap("youtube.videos.update", "PUT", $"{Api}/videos", 50, Manage, VideoChanges.Update, "part"),
            Cheap("youtube.videos.delete", "DELETE", $"{Api}/videos", 50, Manage, VideoChanges.Delete, "id"),
            new RestOperation(
                "youtube.thumbnails.set",
                "POST",
                $"{Upload}/thumbnails/set",
                Guarded("units", 50, Insert, VideoExtras.SetThumbnailAsync)
            )
            {
                Query = ["videoId"],
                TakesBytes = true,
            },
            new RestOperation(
                "youtube.captions.insert",
                "POST",
                $"{Upload}/captions",
                Guarded("units", 400, Force, VideoExtras.AddCaptionAsync)
            )
            {
                Query = ["uploadType", "part"],
                TakesBytes = true,
            },
            Cheap("youtube.captions.list", "GET", $"{Api}/captions", 50, Force, VideoExtras.Captions, "part", "videoId"),
            Cheap(
                "youtube.playlistItems.list",
                "GET",
                $"{Api}/playlistItems",
                1,
                Read,
                VideoExtras.PlaylistItems,
                "part",
                "playlistId",
                "videoId",
                "maxResults"
            ),
            Cheap("youtube.playlistItems.insert", "POST", $"{Api}/playlistItems", 50, Manage, VideoExtras.AddToPlaylist, "part"),
            Cheap("youtube.commentThreads.insert", "POST", $"{Api}/commentThreads", 50, Force, VideoExtras.Comment, "part"),
            Cheap(
                "youtube.commentThreads.list",
                "GET",
                $"{Api}/commentThreads",
                1,
                Force,
                VideoExtras.Comments,
                "part",
                "videoId",
                "order",
                "textFormat",
                "maxResults"
            ),
            new RestOperation("youtube.page.watch", "GET", "www.youtube.com/watch", call => Page(call, call.Query("v")))
            {
                IsPublic = true,
            },
            new RestOperation("youtube.page.short", "GET", "www.youtube.com/shorts/{id}", call => Page(call, call["id"]))
            {
                IsPublic = true,
            },
        ];

    protected override NetworkAccount Build(World world, NewAccount wish)
    {
        var id = wish.Number is { } number ? $"UCsandboxdemo{number:D11}" : $"UC{OAuthBook.NewSecret(22)}";
        return new YouTubeAccount(id, wish.Username)
        {
            Name = wish.Name,
            Biography = wish.Biography,
            Website = wish.Website,
            HasChannel = wish.Extra.GetValueOrDefault("channel") is not "none",
            IsLocked = wish.Extra.GetValueOrDefault("audited") is "false",
            IsVerified = wish.Extra.GetValueOrDefault("phone") is not "unverified",
            UploadLimit = int.TryParse(wish.Extra.GetValueOrDefault("uploadLimit"), out var limit) ? limit : 1_000,
        };
    }

    private static RestOperation Cheap(
        string name,
        string method,
        string path,
        int cost,
        string[] scopes,
        Func<RestCall, RestAnswer> handle,
        params string[] query
    ) => new(name, method, path, Guarded("units", cost, scopes, call => ValueTask.FromResult(handle(call)))) { Query = query };

    /// <summary>Any of the scopes will do. The quota counts calls that are refused for what they ask, too.</summary>
    private static RestHandler Guarded(string? bucket, int cost, string[] scopes, RestHandler handle) =>
        call =>
        {
            var grant = call.Grant!;
            var (state, limit) = (
                call.World.State<YouTubeState>(),
                bucket is "uploads" ? YouTubeQuota.Uploads : YouTubeQuota.Units
            );
            Visibility.FlipDue(call);
            RestAnswer? refused =
                !scopes.Any(grant.Has) ? call.Network.Errors.MissingScope(call, scopes[0])
                : bucket is not null && !state.Quota.TryTake(grant.App.Id, bucket, cost, limit) ? YouTubeErrors.Quota()
                : call is { Method: not "GET", Account: YouTubeAccount { HasChannel: false } }
                    ? YouTubeErrors.Of(401, "youtubeSignupRequired", "Unauthorized", "youtube.header")
                : null;
            return refused is null ? handle(call) : ValueTask.FromResult(refused);
        };

    private RestAnswer Revoke(RestCall call)
    {
        var token = call.World.OAuth(Platform).Find(call.Body.Text("token"));
        if (token is null || token.Problem(call.Now) is not null)
        {
            return new RestError(
                400,
                new JsonObject { ["error"] = "invalid_token", ["error_description"] = "Token expired or revoked" }
            );
        }

        token.Grant.End();
        return RestAnswer.Ok(new JsonObject());
    }

    private static RestAnswer Page(RestCall call, string? id) =>
        call.Directory.Post(id) is { } post ? RestAnswer.Redirect(call.PageUrl(post)) : call.Network.Errors.NoSuchCall(call);
}
