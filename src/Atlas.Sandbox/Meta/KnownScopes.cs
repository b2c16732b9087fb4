using System.Collections.Frozen;
using Atlas.Sandbox.Instagram;

namespace Atlas.Sandbox.Meta;

/// <summary>Every permission that Facebook Login and Instagram Login document.</summary>
internal static class KnownScopes
{
    public static readonly FrozenSet<string> All = InstagramDirectory
        .FacebookScopes.Concat(InstagramDirectory.InstagramScopes)
        .Concat([
            "email",
            "openid",
            "pages_messaging",
            "pages_utility_messaging",
            "publish_video",
            "instagram_manage_messages",
            "ads_management",
            "ads_read",
        ])
        .ToFrozenSet();
}
