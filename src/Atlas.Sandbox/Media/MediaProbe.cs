using System.Buffers.Binary;
using Atlas.Sandbox.Faults;

namespace Atlas.Sandbox.Media;

/// <summary>Says what a file is from its bytes, whatever its name or content type claim.</summary>
internal static class MediaProbe
{
    /// <summary>Always an item; what isn't recognised is <c>application/octet-stream</c>.</summary>
    public static MediaItem Look(FetchedFile file)
    {
        var (type, width, height, video) = Read(file);
        return new MediaItem
        {
            Sha256 = file.Sha256,
            ContentType = type,
            Bytes = file.Length,
            Width = width,
            Height = height,
            Video = video,
        };
    }

    /// <summary>Looks, and keeps the bytes for the feed pages when they are in memory.</summary>
    public static MediaItem Keep(World world, FetchedFile file)
    {
        var item = Look(file);
        if (file.Content is { } bytes)
        {
            world.Media.Keep(item, bytes);
        }

        return item;
    }

    /// <summary>The same for what a post is made of, unless a fault rule says that the network can't read it.</summary>
    public static MediaItem Process(World world, FetchedFile file, string network, string accountId) =>
        IsUnreadable(world, network, accountId)
            ? Look(FetchedFile.InMemory([])) with
            {
                Sha256 = file.Sha256,
                Bytes = file.Length,
            }
            : Keep(world, file);

    public static bool IsUnreadable(World world, string network, string accountId) =>
        world.Faults.Pick(network + FaultRule.Processing, accountId) is not null;

    private static (string Type, int Width, int Height, VideoFacts? Video) Read(FetchedFile file)
    {
        using var lent = file.Content is { } bytes ? new MemoryStream(bytes, writable: false) : null;
        var stream = lent ?? file.Spilled ?? Stream.Null;
        stream.Position = 0;
        // Pictures state their size early, except behind large metadata.
        var head = new byte[(int)Math.Min(stream.Length, 1 << 20)];
        stream.ReadExactly(head);
        if (JpegHeader.Read(head) is { } jpeg)
        {
            return ("image/jpeg", jpeg.Width, jpeg.Height, null);
        }

        if (Picture(head) is { } picture)
        {
            return (picture.Type, picture.Width, picture.Height, null);
        }

        if (head.AsSpan().StartsWith("%PDF-"u8))
        {
            return ("application/pdf", 0, 0, null);
        }

        return Mp4File.Read(stream) is { } video
            ? ("video/mp4", video.Width, video.Height, video)
            : ("application/octet-stream", 0, 0, null);
    }

    private static (string Type, int Width, int Height)? Picture(ReadOnlySpan<byte> head)
    {
        if (head.Length >= 24 && head.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G']))
        {
            return (
                "image/png",
                BinaryPrimitives.ReadInt32BigEndian(head[16..]),
                BinaryPrimitives.ReadInt32BigEndian(head[20..])
            );
        }

        if (head.Length >= 10 && (head.StartsWith("GIF87a"u8) || head.StartsWith("GIF89a"u8)))
        {
            return (
                "image/gif",
                BinaryPrimitives.ReadUInt16LittleEndian(head[6..]),
                BinaryPrimitives.ReadUInt16LittleEndian(head[8..])
            );
        }

        return head.Length >= 30 && head.StartsWith("RIFF"u8) && head[8..].StartsWith("WEBP"u8) ? WebP(head) : null;
    }

    // The three kinds of first chunk keep the size in three ways.
    private static (string Type, int Width, int Height)? WebP(ReadOnlySpan<byte> head)
    {
        var chunk = head[12..16];
        if (chunk.SequenceEqual("VP8X"u8))
        {
            return ("image/webp", 1 + U24(head[24..]), 1 + U24(head[27..]));
        }

        if (chunk.SequenceEqual("VP8L"u8))
        {
            var bits = BinaryPrimitives.ReadUInt32LittleEndian(head[21..]);
            return ("image/webp", 1 + (int)(bits & 0x3FFF), 1 + (int)((bits >> 14) & 0x3FFF));
        }

        return (
            "image/webp",
            BinaryPrimitives.ReadUInt16LittleEndian(head[26..]) & 0x3FFF,
            BinaryPrimitives.ReadUInt16LittleEndian(head[28..]) & 0x3FFF
        );
    }

    private static int U24(ReadOnlySpan<byte> at) => at[0] | (at[1] << 8) | (at[2] << 16);
}
