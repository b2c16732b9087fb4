using Atlas.Sandbox.Media;

namespace Atlas.Sandbox.Networks;

/// <param name="Fetcher">Downloads what a client names by address.</param>
/// <param name="Stopping">Lets calls that hang go when the process ends.</param>
internal sealed record NetworkServices(MediaFetcher Fetcher, CancellationToken Stopping);
