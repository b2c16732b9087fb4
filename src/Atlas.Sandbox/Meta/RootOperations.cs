namespace Atlas.Sandbox.Meta;

/// <summary>The calls that are about no object and bring no token, or check one themselves.</summary>
internal static class RootOperations
{
    private static readonly GraphOperation FacebookDialog = new("meta.oauth.dialog", ConsentDialog.HandleAsync, []);
    private static readonly GraphOperation FacebookToken = new("meta.oauth.token", FacebookLogin.TokenAsync, []);
    private static readonly GraphOperation FacebookRevoke = new("meta.oauth.revoke", FacebookLogin.RevokeAsync, []);
    private static readonly GraphOperation DebugToken = new("meta.debug_token", TokenInspection.HandleAsync, []);
    private static readonly GraphOperation InstagramDialog = new("instagram.oauth.dialog", ConsentDialog.HandleAsync, []);
    private static readonly GraphOperation InstagramToken = new("instagram.oauth.token", InstagramLogin.TokenAsync, []);
    private static readonly GraphOperation InstagramExchange = new("instagram.oauth.exchange", InstagramLogin.ExchangeAsync, []);
    private static readonly GraphOperation InstagramRefresh = new("instagram.oauth.refresh", InstagramLogin.RefreshAsync, []);

    public static GraphOperation? Find(GraphCall call) =>
        (call.Host, call.Method, call.Path) switch
        {
            (GraphHost.FacebookWeb, "GET" or "POST", "dialog/oauth") => FacebookDialog,
            (GraphHost.FacebookGraph, "GET" or "POST", "oauth/access_token") => FacebookToken,
            (GraphHost.FacebookGraph, "GET", "oauth/revoke") => FacebookRevoke,
            (GraphHost.FacebookGraph, "GET", "debug_token") => DebugToken,
            (GraphHost.InstagramWeb or GraphHost.InstagramApi, "GET" or "POST", "oauth/authorize") => InstagramDialog,
            (GraphHost.InstagramApi, "POST", "oauth/access_token") => InstagramToken,
            (GraphHost.InstagramGraph, "GET", "access_token") => InstagramExchange,
            (GraphHost.InstagramGraph, "GET", "refresh_access_token") => InstagramRefresh,
            _ => null,
        };
}
