namespace Atlas.Core.Media;

/// <summary>Makes the addresses from which a network fetches media: public, signed, short-lived.</summary>
public interface IMediaLinks
{
    ValueTask<Uri> CreateFetchUrlAsync(MediaAsset asset, CancellationToken cancellationToken);
}
