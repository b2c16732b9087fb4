using System.Buffers.Text;
using System.Text;
using Atlas.Sandbox.Networks;
using Atlas.Sandbox.OAuth;

namespace Atlas.Sandbox.Bluesky;

/// <summary>Sessions: pairs of tokens that say when they end, of which each refresh ends the old pair.</summary>
internal static class BlueskyTokens
{
    private static readonly DeveloperApp s_app = new("app-password", "", "App password");
    private static readonly TimeSpan s_access = TimeSpan.FromHours(2);
    private static readonly TimeSpan s_refresh = TimeSpan.FromDays(60);

    public static OAuthGrant NewGrant(World world, NetworkAccount account)
    {
        var grant = new OAuthGrant(account.Id, s_app, ["com.atproto.appPass"], []) { Asked = new Dictionary<string, string>() };
        world.OAuth("bluesky").Add(grant);
        return grant;
    }

    public static (OAuthToken Access, OAuthToken Refresh) Issue(
        World world,
        OAuthGrant grant,
        TimeSpan? life = null,
        string? fixedName = null
    )
    {
        var book = world.OAuth("bluesky");
        return (
            book.Issue(
                grant,
                "",
                fixedName is null ? life ?? s_access : null,
                isRefresh: false,
                Jwt(world, grant, fixedName, "access", life ?? s_access)
            ),
            book.Issue(
                grant,
                "",
                fixedName is null ? s_refresh : null,
                isRefresh: true,
                Jwt(world, grant, fixedName, "refresh", s_refresh)
            )
        );
    }

    // The demo's tokens must be the same in every run, so their end is too.
    private static string Jwt(World world, OAuthGrant grant, string? fixedName, string scope, TimeSpan life)
    {
        var end = fixedName is null ? (world.Now + life).ToUnixTimeSeconds() : 4_102_444_800;
        var id = fixedName is null ? OAuthBook.NewSecret(24) : OAuthBook.FixedSecret($"{fixedName} {scope}")[..24];
        var claims = $$"""{"scope":"com.atproto.{{scope}}","sub":"{{grant.OwnerId}}","exp":{{end}},"jti":"{{id}}"}""";
        return $"{Part("""{"typ":"at+jwt","alg":"ES256K"}""")}.{Part(claims)}.{Part(OAuthBook.FixedSecret(id))}";
    }

    private static string Part(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
