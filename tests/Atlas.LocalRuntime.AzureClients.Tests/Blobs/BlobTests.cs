using System.Security.Cryptography;
using Atlas.LocalRuntime.AzureClients.Tests.Azurite;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Atlas.LocalRuntime.AzureClients.Tests.Blobs;

[Collection(nameof(AzuriteCollection))]
public sealed class BlobTests(RunningAzurite azurite)
{
    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(9_000_000)] // more than one block
    public async Task A_blob_comes_back_as_it_was_uploaded(int length)
    {
        var container = new BlobContainerClient(azurite.Server.ConnectionString, $"blobs-{Guid.CreateVersion7()}");
        await container.CreateAsync();
        var blob = container.GetBlobClient("folder/photo.jpg");
        var bytes = RandomNumberGenerator.GetBytes(length);
        var transfer = new StorageTransferOptions { MaximumTransferSize = 4_000_000, InitialTransferSize = 4_000_000 };

        await blob.UploadAsync(
            new MemoryStream(bytes),
            new BlobUploadOptions
            {
                TransferOptions = transfer,
                HttpHeaders = new BlobHttpHeaders { ContentType = "image/jpeg" },
            }
        );
        var download = await blob.DownloadContentAsync();

        Assert.Equal(bytes, download.Value.Content.ToArray());
        Assert.Equal("image/jpeg", download.Value.Details.ContentType);
    }

    [Fact]
    public async Task A_checksum_guarded_transfer_uses_the_hash_that_this_repository_supplies()
    {
        var container = new BlobContainerClient(azurite.Server.ConnectionString, $"blobs-{Guid.CreateVersion7()}");
        await container.CreateAsync();
        var blob = container.GetBlobClient("guarded");
        var bytes = RandomNumberGenerator.GetBytes(100_000);
        var validation = new UploadTransferValidationOptions { ChecksumAlgorithm = StorageChecksumAlgorithm.StorageCrc64 };

        await blob.UploadAsync(new MemoryStream(bytes), new BlobUploadOptions { TransferValidation = validation });

        Assert.Equal(bytes, (await blob.DownloadContentAsync()).Value.Content.ToArray());
    }
}
