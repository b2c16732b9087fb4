using System.Buffers.Binary;
using Atlas.Sandbox.Media;

namespace Atlas.Sandbox.Tests;

public sealed class MediaReaderTests
{
    [Fact]
    public void The_demo_reel_reads_as_what_it_is()
    {
        using var file = new MemoryStream(MediaServer.Demo("dough-reel.mp4"));

        var video = Assert.IsType<VideoFacts>(Mp4File.Read(file));

        Assert.Equal((1080, 1920, "avc1"), (video.Width, video.Height, video.VideoCodec));
        Assert.Equal(("mp4a", 48_000, 2), (video.AudioCodec, video.AudioRate, video.AudioChannels));
        Assert.Equal(30, video.FramesPerSecond, precision: 1);
        Assert.InRange(video.Duration.TotalSeconds, 4.9, 5.1);
        Assert.True(video.MoovFirst);
    }

    [Theory]
    [InlineData("rye-portrait.jpg", 1080, 1350)]
    [InlineData("three-inks-square.jpg", 1080, 1080)]
    [InlineData("fjord-landscape.jpg", 1080, 566)]
    [InlineData("open-now-story.jpg", 1080, 1920)]
    public void Demo_pictures_have_the_size_that_they_claim(string name, int width, int height) =>
        Assert.Equal(new JpegHeader(width, height, IsMultiPicture: false), JpegHeader.Read(MediaServer.Demo(name)));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Damaged_files_are_refused_or_read_but_never_throw(int seed)
    {
        var random = new Random(seed);
        // The index and an empty mdat: damage should fall on what is parsed.
        var reel = MediaServer.Demo("dough-reel.mp4");
        var end = reel.AsSpan().IndexOf("mdat"u8) + 4;
        var video = reel[..end];
        BinaryPrimitives.WriteInt32BigEndian(video.AsSpan(end - 8), 8);
        var read = 0;
        var pictures = new[]
        {
            TestMedia.Jpeg(800, 600, orientation: 6, isMultiPicture: true),
            MediaServer.Demo("rye-portrait.jpg")[..700],
        };
        for (var i = 0; i < 4_000; i++)
        {
            using var damaged = new MemoryStream(Damage(video, random));
            var facts = Mp4File.Read(damaged);
            Assert.True(facts is null || facts.Duration >= TimeSpan.Zero);
            read += facts is null ? 0 : 1;

            var header = JpegHeader.Read(Damage(pictures[i % 2], random));
            Assert.True(header is null || header.Value is { Width: > 0, Height: > 0 });
        }

        Assert.InRange(read, 400, 3_900); // both outcomes were met
    }

    [Fact]
    public void Boxes_nested_without_end_do_not_exhaust_the_stack()
    {
        const int levels = 400_000;
        var moov = new byte[levels * 8];
        for (var i = 0; i < levels; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(moov.AsSpan(i * 8), moov.Length - (i * 8));
            (i is 0 ? "trak"u8 : "mdia"u8).CopyTo(moov.AsSpan((i * 8) + 4));
        }

        Assert.Null(MovieBox.Read(moov));
    }

    [Fact]
    public void A_box_longer_than_any_file_is_refused()
    {
        byte[] file = [0, 0, 0, 8, .. "ftyp"u8, 0, 0, 0, 1, .. "mdat"u8, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF];

        Assert.Null(Mp4File.Read(new MemoryStream(file)));
    }

    [Fact]
    public void The_shelf_keeps_to_its_capacity_and_drops_the_oldest()
    {
        var shelf = new MediaShelf(1_000);
        for (var i = 0; i < 10; i++)
        {
            shelf.Keep(
                new MediaItem
                {
                    Sha256 = $"{i}",
                    ContentType = "image/jpeg",
                    Bytes = 300,
                    Width = 1,
                    Height = 1,
                },
                new byte[300]
            );
        }

        Assert.Equal(["7", "8", "9"], Enumerable.Range(0, 10).Select(i => $"{i}").Where(shelf.Has));
    }

    private static byte[] Damage(byte[] file, Random random)
    {
        var damaged = file.ToArray();
        for (var hits = random.Next(1, 12); hits > 0; hits--)
        {
            damaged[random.Next(damaged.Length)] = (byte)(random.Next(3) is 0 ? 0xFF : random.Next(256));
        }

        return random.Next(4) is 0 ? damaged[..random.Next(1, damaged.Length)] : damaged;
    }
}
