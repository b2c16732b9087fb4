using Atlas.Core.Media;
using Azure;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Azure.Storage.Sas;

namespace Atlas.Storage.Blobs;

/// <summary>Media as block blobs of one private container. Only calls that Azure.Storage.Blobs 12.17 and 12.30 share.</summary>
internal sealed class BlobMediaStore(BlobServiceClient service, string containerName, TimeProvider timeProvider) : IMediaStore
{
    private const int BlockBytes = 4 * 1024 * 1024;
    private const int ReadAheadBytes = 1024 * 1024;

    private readonly BlobContainerClient _container = service.GetBlobContainerClient(containerName);
    private readonly DelegationKeys _keys = new(service, timeProvider);
    private volatile bool _containerIsThere;

    public async Task<long> SaveAsync(string name, string contentType, Stream content, CancellationToken cancellationToken)
    {
        var blob = BlobOf(name);
        var counted = new CountingStream(content);
        var options = new BlobUploadOptions
        {
            HttpHeaders = new BlobHttpHeaders { ContentType = contentType },
            // One block in memory at a time, whatever the file's size.
            TransferOptions = new StorageTransferOptions
            {
                InitialTransferSize = BlockBytes,
                MaximumTransferSize = BlockBytes,
                MaximumConcurrency = 1,
            },
        };
        try
        {
            await EnsureContainerAsync(cancellationToken);
            await blob.UploadAsync(counted, options, cancellationToken);
        }
        catch (Exception ex) when (AzureFaults.IsUnavailable(ex, cancellationToken))
        {
            throw AzureFaults.Unavailable($"save {name}", ex);
        }

        return counted.Count;
    }

    public async Task<Stream?> OpenAsync(string name, CancellationToken cancellationToken)
    {
        var blob = BlobOf(name);
        try
        {
            // A blob that is replaced while it is read ends the reading: never half of one and half of the other.
            return await blob.OpenReadAsync(
                new BlobOpenReadOptions(allowModifications: false) { BufferSize = ReadAheadBytes },
                cancellationToken
            );
        }
        catch (RequestFailedException ex) when (IsMissing(ex))
        {
            return null;
        }
        catch (Exception ex) when (AzureFaults.IsUnavailable(ex, cancellationToken))
        {
            throw AzureFaults.Unavailable($"open {name}", ex);
        }
    }

    public async Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        var blob = BlobOf(name);
        try
        {
            await blob.DeleteIfExistsAsync(DeleteSnapshotsOption.IncludeSnapshots, conditions: null, cancellationToken);
        }
        catch (RequestFailedException ex) when (IsMissing(ex))
        {
            return; // not even the container is there
        }
        catch (Exception ex) when (AzureFaults.IsUnavailable(ex, cancellationToken))
        {
            throw AzureFaults.Unavailable($"delete {name}", ex);
        }
    }

    public Task<StagedMedia> AppendStagedAsync(string name, long offset, Stream content, CancellationToken cancellationToken) =>
        OnBlocksAsync(
            name,
            async blob =>
            {
                await EnsureContainerAsync(cancellationToken);
                return await StagedBlocks.AppendAsync(blob, offset, content, cancellationToken);
            },
            cancellationToken
        );

    public Task<StagedMedia> ReadStagedAsync(string name, CancellationToken cancellationToken) =>
        OnBlocksAsync(name, blob => StagedBlocks.ReadAsync(blob, cancellationToken), cancellationToken);

    public Task<long> CommitStagedAsync(string name, string contentType, CancellationToken cancellationToken) =>
        OnBlocksAsync(name, blob => StagedBlocks.CommitAsync(blob, contentType, cancellationToken), cancellationToken);

    public Task DiscardStagedAsync(string name, CancellationToken cancellationToken) =>
        OnBlocksAsync(
            name,
            async blob =>
            {
                await StagedBlocks.DiscardAsync(blob, cancellationToken);
                return true;
            },
            cancellationToken
        );

    public async ValueTask<Uri?> CreateReadUrlAsync(string name, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        var blob = BlobOf(name);
        if (blob.CanGenerateSasUri)
        {
            return blob.GenerateSasUri(BlobSasPermissions.Read, expiresAt);
        }

        try
        {
            var key = await _keys.GetAsync(expiresAt, cancellationToken);
            var sas = new BlobSasBuilder(BlobSasPermissions.Read, expiresAt)
            {
                BlobContainerName = containerName,
                BlobName = name,
                Resource = "b",
            };
            return new BlobUriBuilder(blob.Uri) { Sas = sas.ToSasQueryParameters(key, service.AccountName) }.ToUri();
        }
        catch (Exception ex) when (AzureFaults.IsUnavailable(ex, cancellationToken))
        {
            throw AzureFaults.Unavailable($"sign an address of {name}", ex);
        }
    }

    private static bool IsMissing(RequestFailedException fault) =>
        fault.ErrorCode == BlobErrorCode.BlobNotFound || fault.ErrorCode == BlobErrorCode.ContainerNotFound;

    private BlobClient BlobOf(string name)
    {
        MediaNames.Check(name);
        return _container.GetBlobClient(name);
    }

    private async Task<T> OnBlocksAsync<T>(string name, Func<BlockBlobClient, Task<T>> call, CancellationToken cancellationToken)
    {
        MediaNames.Check(name);
        try
        {
            return await call(_container.GetBlockBlobClient(name));
        }
        catch (Exception ex) when (AzureFaults.IsUnavailable(ex, cancellationToken))
        {
            throw AzureFaults.Unavailable($"stage {name}", ex);
        }
    }

    private async Task EnsureContainerAsync(CancellationToken cancellationToken)
    {
        if (!_containerIsThere)
        {
            await _container.CreateIfNotExistsAsync(PublicAccessType.None, metadata: null, cancellationToken);
            _containerIsThere = true;
        }
    }
}
