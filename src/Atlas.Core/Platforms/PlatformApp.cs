using Atlas.Core.Channels;

namespace Atlas.Core.Platforms;

/// <summary>The credentials of a developer app at a network: the deployment's, or a workspace's own.</summary>
/// <param name="Name">Which of our apps it plays: <c>meta</c>, <c>instagram</c>, <c>threads</c>, <c>tiktok</c>, <c>linkedin</c>, <c>google</c>, <c>x</c>, <c>pinterest</c>.</param>
/// <param name="ClientId">The network's id of it; not a secret.</param>
/// <param name="Audited">Whether the network has reviewed it, where that changes what it may do (TikTok's direct post, YouTube's public uploads).</param>
public sealed record PlatformApp(string Name, string ClientId, Secret ClientSecret, bool Audited = false);
