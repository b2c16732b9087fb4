using System.Collections.Frozen;
using Atlas.Core.Platforms;

namespace Atlas.Core.Publishing;

/// <summary>The publishers of the networks that this deployment has switched on.</summary>
public sealed class PlatformPublishers(IEnumerable<IPlatformPublisher> publishers)
{
    private readonly FrozenDictionary<Platform, IPlatformPublisher> _byPlatform = publishers.ToFrozenDictionary(publisher =>
        publisher.Platform
    );

    /// <exception cref="InvalidOperationException">The network is not switched on here.</exception>
    public IPlatformPublisher this[Platform platform] =>
        Find(platform)
        ?? throw new InvalidOperationException(
            $"{platform} is not switched on in this deployment: add its settings under Platforms."
        );

    /// <summary>Whether the publication is live and has steps that follow it.</summary>
    public bool HasChildSteps(Publication publication) =>
        publication.State == PublicationState.Published
        && (publication.LiveChanges > 0 || Find(publication.Platform)?.Children(publication.Content) is { Count: > 0 });

    public IPlatformPublisher? Find(Platform platform) => _byPlatform.GetValueOrDefault(platform);
}
