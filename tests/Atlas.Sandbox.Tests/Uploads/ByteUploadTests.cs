using System.Security.Cryptography;
using Atlas.Sandbox.Media;
using Atlas.Sandbox.Uploads;

namespace Atlas.Sandbox.Tests.Uploads;

public sealed class ByteUploadTests
{
    [Theory]
    [InlineData(100_000, 1)]
    [InlineData(9 << 20, 2)]
    public async Task Parts_in_any_order_make_the_same_file(int length, int seed)
    {
        var random = new Random(seed);
        var whole = new byte[length];
        random.NextBytes(whole);
        int[] cuts = [0, .. Enumerable.Range(0, 12).Select(_ => random.Next(length)).Order(), length];
        var parts = cuts.Zip(cuts.Skip(1)).Where(part => part.First < part.Second).ToArray();
        random.Shuffle(parts);
        var upload = new ByteUpload(length);

        foreach (var (from, to) in parts)
        {
            Assert.False(upload.IsComplete);
            using var body = new MemoryStream(whole, from, to - from);
            Assert.Equal(UploadStep.Stored, await upload.WriteAsync(body, from, to - from, CancellationToken.None));
        }

        Assert.True(upload.IsComplete);
        Assert.Equal([new ByteSpan(0, length)], upload.Received);
        using var file = await upload.TakeAsync();
        Assert.Equal((length, Convert.ToHexStringLower(SHA256.HashData(whole))), ((int)file.Length, file.Sha256));
        Assert.Equal(length > 8 << 20, file.Content is null);
    }

    [Fact]
    public async Task What_a_broken_part_left_says_where_to_go_on()
    {
        var upload = new ByteUpload(100);

        Assert.Equal(UploadStep.TooShort, await upload.WriteAsync(new MemoryStream(new byte[30]), 0, 50, CancellationToken.None));
        Assert.Equal(30, upload.Next);
        Assert.Equal(UploadStep.Stored, await upload.WriteAsync(new MemoryStream(new byte[20]), 40, 20, CancellationToken.None));
        Assert.Equal((30, false), (upload.Next, upload.IsComplete));
        Assert.Equal([new ByteSpan(0, 30), new ByteSpan(40, 60)], upload.Received);
        Assert.Equal(UploadStep.Stored, await upload.WriteAsync(new MemoryStream(new byte[10]), 30, 10, CancellationToken.None));
        Assert.Equal(60, upload.Next);
    }

    [Fact]
    public async Task Bytes_outside_the_whole_are_refused()
    {
        var upload = new ByteUpload(10);

        Assert.Equal(UploadStep.OutOfRange, await upload.WriteAsync(new MemoryStream(new byte[6]), 5, 6, CancellationToken.None));
        Assert.Equal(UploadStep.TooLong, await upload.WriteAsync(new MemoryStream(new byte[6]), 0, 5, CancellationToken.None));
        Assert.False(upload.IsComplete);
    }

    [Theory]
    [InlineData("bytes 0-9/100", 0L, 9L, 100L)]
    [InlineData("bytes 10-19/*", 10L, 19L, null)]
    [InlineData("bytes */100", null, null, 100L)]
    [InlineData("bytes 9-0/100", -1L, null, null)]
    [InlineData("pages 0-9/100", -1L, null, null)]
    [InlineData("", -1L, null, null)]
    public void A_content_range_is_read_or_is_none(string header, long? from, long? last, long? total)
    {
        var http = new Microsoft.AspNetCore.Http.DefaultHttpContext();
        http.Request.Headers.ContentRange = header;

        var range = ContentRange.Read(http.Request);

        Assert.Equal(from is -1 ? null : new ContentRange(from, last, total), range);
    }

    [Theory]
    [InlineData("89504E470D0A1A0A0000000D49484452000001400000 00F0", "image/png", 320, 240)]
    [InlineData("474946383961 4001 F000 00", "image/gif", 320, 240)]
    [InlineData("52494646 00000000 57454250 56503858 0A000000 00000000 3F0100 EF0000", "image/webp", 320, 240)]
    [InlineData("255044462D312E37", "application/pdf", 0, 0)]
    [InlineData("68656C6C6F", "application/octet-stream", 0, 0)]
    [InlineData("", "application/octet-stream", 0, 0)]
    public void A_file_is_known_by_its_bytes(string hex, string type, int width, int height)
    {
        using var file = FetchedFile.InMemory(Convert.FromHexString(hex.Replace(" ", "")));

        var item = MediaProbe.Look(file);

        Assert.Equal((type, width, height), (item.ContentType, item.Width, item.Height));
    }
}
