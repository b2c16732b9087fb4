using Atlas.Core.Channels;
using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;

namespace Atlas.Platforms.Instagram.Rules;

/// <summary>All that Instagram documents about what may be published.</summary>
internal static class InstagramRules
{
    public static IReadOnlyList<Finding> Check(PostContent content, IReadOnlyList<MediaAsset> media, Channel channel) => [];
}
