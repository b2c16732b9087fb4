using System.Buffers.Binary;
using Atlas.Core.Media;
using Atlas.Core.Media.Probing;

namespace Atlas.Core.Tests.Media;

public sealed class MediaProberTests
{
    private static readonly MediaProber s_prober = new();

    public static TheoryData<string> AllFiles() => [.. Directory.GetFiles(Folder).Select(file => Path.GetFileName(file)).Order()];

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Media", "Files");

    [Theory]
    [InlineData("upright.jpg", "image/jpeg", 48, 32, null, null)]
    [InlineData("rotated.jpg", "image/jpeg", 32, 48, 6, null)]
    [InlineData("still.png", "image/png", 48, 32, null, false)]
    [InlineData("moving.png", "image/png", 48, 32, null, true)]
    [InlineData("still.gif", "image/gif", 48, 32, null, false)]
    [InlineData("moving.gif", "image/gif", 48, 32, null, true)]
    [InlineData("still.webp", "image/webp", 48, 32, null, false)]
    [InlineData("lossless.webp", "image/webp", 48, 32, null, false)]
    [InlineData("moving.webp", "image/webp", 48, 32, null, true)]
    [InlineData("still.bmp", "image/bmp", 12, 8, null, null)]
    [InlineData("still.tiff", "image/tiff", 12, 8, null, null)]
    public void An_image_is_told_by_its_bytes(string file, string type, int width, int height, int? orientation, bool? animated)
    {
        var probe = Probe(file);

        Assert.NotNull(probe);
        Assert.Equal(MediaKind.Image, probe.Kind);
        Assert.Equal(type, probe.ContentType);
        Assert.Equal((width, height), (probe.Width, probe.Height));
        Assert.Equal(orientation, probe.Orientation);
        Assert.Equal(animated, probe.Animated);
        Assert.Empty(probe.NotProbed);
    }

    [Fact]
    public void A_colour_space_is_named_where_the_file_names_it()
    {
        Assert.Equal("Display P3", Probe("wide-gamut.jpg")?.ColorSpace);
        Assert.Equal("sRGB", Probe("rotated.jpg")?.ColorSpace);
        Assert.Null(Probe("upright.jpg")?.ColorSpace);
    }

    [Fact]
    public void An_mp4_is_read_by_its_boxes()
    {
        var probe = Probe("plain.mp4");

        Assert.Equal(
            new MediaProbe
            {
                Kind = MediaKind.Video,
                ContentType = "video/mp4",
                Width = 96,
                Height = 54,
                Orientation = 0,
                Duration = TimeSpan.FromSeconds(1.5),
                VideoCodec = "avc1",
                FrameRate = 30,
                BitRate = new FileInfo(Path.Combine(Folder, "plain.mp4")).Length * 8 * 2 / 3,
                HasAudio = true,
                AudioCodec = "mp4a",
                AudioChannels = 2,
                AudioSampleRate = 48_000,
                MoovFirst = true,
                Fragmented = false,
                HasEditList = true,
                NotProbed = probe!.NotProbed,
            },
            probe
        );
        Assert.Empty(probe.NotProbed);
    }

    [Fact]
    public void A_quicktime_file_with_its_index_at_the_end_says_so()
    {
        var probe = Probe("late-index.mov");

        Assert.Equal("video/quicktime", probe?.ContentType);
        Assert.False(probe?.MoovFirst);
        Assert.False(probe?.HasEditList);
        Assert.False(probe?.HasAudio);
        Assert.Equal(25, probe?.FrameRate);
    }

    [Fact]
    public void A_fragmented_file_adds_its_fragments_up()
    {
        var probe = Probe("fragmented.mp4");

        Assert.NotNull(probe);
        Assert.True(probe.Fragmented);
        Assert.Equal(2, probe.Duration!.Value.TotalSeconds, tolerance: 0.05);
        Assert.Equal(30, probe.FrameRate!.Value, tolerance: 0.01);
        Assert.Equal((1, 44_100), (probe.AudioChannels, probe.AudioSampleRate));
        Assert.Empty(probe.NotProbed);
    }

    [Fact]
    public void A_turned_video_is_as_wide_as_it_is_shown()
    {
        var probe = Probe("rotated.mp4");

        Assert.Equal((54, 96), (probe?.Width, probe?.Height));
        Assert.Contains(probe?.Orientation, (int?[])[90, 270]);
    }

    [Fact]
    public void Hevc_and_film_rates_are_told()
    {
        var probe = Probe("hevc.mp4");

        Assert.Equal("hvc1", probe?.VideoCodec);
        Assert.Equal(23.976, probe!.FrameRate!.Value, tolerance: 0.001);
    }

    [Fact]
    public void A_pdf_is_a_document() =>
        Assert.Equal((MediaKind.Document, "application/pdf"), (Probe("paper.pdf")!.Kind, Probe("paper.pdf")!.ContentType));

    [Theory]
    [InlineData("")]
    [InlineData("<html><body>not an image</body></html>")]
    [InlineData("MZ\u0090\0\u0003\0\0\0")]
    [InlineData("\0\0\0\u0018ftypheic\0\0\0\0mif1heic")]
    [InlineData("\0\0\0\u0008free and so on and so forth")]
    public void What_is_of_no_kind_that_we_publish_is_null(string text) =>
        Assert.Null(s_prober.Probe(new MemoryStream([.. text.Select(character => (byte)character)])));

    [Fact]
    public void Sound_alone_is_no_video() => Assert.Null(Probe("sound.mp4"));

    [Fact]
    public void The_media_data_is_never_read()
    {
        foreach (var file in new[] { "plain.mp4", "late-index.mov", "hevc.mp4" })
        {
            var bytes = File.ReadAllBytes(Path.Combine(Folder, file));
            var at = bytes.AsSpan().IndexOf("mdat"u8);
            var (start, end) = (at + 4, at - 4 + BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at - 4)));
            using var stream = new WatchedStream(bytes);

            s_prober.Probe(stream);

            Assert.DoesNotContain(stream.Reads, read => read.From < end && read.To > start);
        }
    }

    [Fact]
    public void Sizes_of_64_bits_are_stepped_over()
    {
        var bytes = File.ReadAllBytes(Path.Combine(Folder, "late-index.mov"));
        var mdat = bytes.AsSpan().IndexOf("mdat"u8) - 4;
        var moov = bytes.AsSpan().IndexOf("moov"u8) - 4;
        const long FourGigabytes = 5L << 30;

        // The same file with five gigabytes of media data before its index.
        using var stream = new SplicedStream(
            [.. bytes[..mdat], 0, 0, 0, 1, .. "mdat"u8, .. BigEndian(FourGigabytes)],
            FourGigabytes - 16,
            bytes[moov..]
        );
        var probe = s_prober.Probe(stream);

        Assert.Equal((96, 54, 25d), (probe?.Width, probe?.Height, probe?.FrameRate));
        Assert.Equal(stream.Length * 8, probe?.BitRate);
        Assert.False(probe?.MoovFirst);
    }

    /// <summary>A truncated file says less than the whole one, and never something else.</summary>
    [Theory]
    [MemberData(nameof(AllFiles))]
    public void A_file_that_breaks_off_anywhere_tells_nothing_wrong(string file)
    {
        var bytes = File.ReadAllBytes(Path.Combine(Folder, file));
        var whole = s_prober.Probe(new MemoryStream(bytes));
        for (var length = 0; length < bytes.Length; length += length < 2500 ? 1 : 13)
        {
            using var stream = new WatchedStream(bytes[..length]);
            if (s_prober.Probe(stream) is not { } probe)
            {
                continue;
            }

            Assert.Equal(whole?.Kind ?? MediaKind.Video, probe.Kind);
            Assert.Equal(whole?.ContentType ?? "video/mp4", probe.ContentType);
            Assert.True(
                probe.Width is null || probe.Width == whole?.Width || probe.Width == whole?.Height,
                $"{length}: width {probe.Width}"
            );

            // A fragmented file that ends between two fragments is a shorter file in its own right.
            Assert.True(
                probe.Duration is null
                    || whole is null
                    || probe.Duration == whole.Duration
                    || probe.Fragmented is true && probe.Duration < whole.Duration,
                $"{length}: duration {probe.Duration}"
            );
            Assert.True(probe.VideoCodec is null || probe.VideoCodec == whole?.VideoCodec, $"{length}: codec {probe.VideoCodec}");
            Assert.True(probe.Animated is null || probe.Animated == whole?.Animated, $"{length}: animated {probe.Animated}");
            Assert.Equal(probe.Kind is not MediaKind.Document && probe.Width is null, probe.NotProbed.Contains("width"));
            Assert.Equal(probe.Kind is MediaKind.Video && probe.Duration is null, probe.NotProbed.Contains("duration"));
        }
    }

    /// <summary>Whatever the bytes: an answer, within the budget, and no exception.</summary>
    [Theory]
    [MemberData(nameof(AllFiles))]
    public void Flipped_bytes_never_throw_nor_hang(string file)
    {
        var bytes = File.ReadAllBytes(Path.Combine(Folder, file));
        var random = new Random(bytes.Length);
        byte[] interesting = [0, 1, 7, 8, 0x7F, 0x80, 0xFE, 0xFF];
        for (var round = 0; round < 1000; round++)
        {
            var changed = bytes.ToArray();
            for (var flips = random.Next(1, 12); flips > 0; flips--)
            {
                // Headers matter most, and they are mostly at the ends.
                var at = random.Next(4) switch
                {
                    0 => random.Next(changed.Length),
                    1 => changed.Length - 1 - random.Next(Math.Min(changed.Length, 2000)),
                    _ => random.Next(Math.Min(changed.Length, 1500)),
                };
                changed[at] = random.Next(2) == 0 ? interesting[random.Next(interesting.Length)] : (byte)random.Next(256);
            }

            using var stream = new WatchedStream(changed, random.Next(3) == 0 ? 10L << 30 : null);
            var probe = s_prober.Probe(stream);

            Assert.InRange(stream.BytesRead, 0, 33 << 20);
            Assert.True(probe is null or { Width: null or > 0 });
            Assert.True(probe?.Duration is null || probe.Duration > TimeSpan.Zero);
        }
    }

    [Fact]
    public void Endless_chains_of_small_boxes_and_blocks_come_to_an_end()
    {
        byte[] ftyp = [0, 0, 0, 16, .. "ftypisom"u8, 0, 0, 0, 0];
        byte[] box = [0, 0, 0, 8, .. "free"u8];
        byte[] gif = [.. "GIF89a"u8, 1, 0, 1, 0, 0, 0, 0];
        byte[] block = [0x21, 0xF9, 1, 0, 0];

        foreach (
            var bytes in new[]
            {
                Repeat(ftyp, box, 1 << 18),
                Repeat(gif, block, 34 << 20),
                Repeat([0xFF, 0xD8], [0xFF, 0xE0, 0, 2], 1 << 20),
            }
        )
        {
            using var stream = new WatchedStream(bytes);
            var probe = s_prober.Probe(stream);

            Assert.NotEmpty(probe!.NotProbed);
            Assert.InRange(stream.BytesRead, 0, 33 << 20);
        }
    }

    private static MediaProbe? Probe(string file)
    {
        using var stream = File.OpenRead(Path.Combine(Folder, file));
        return s_prober.Probe(stream);
    }

    private static byte[] BigEndian(long value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] Repeat(byte[] start, byte[] unit, int length)
    {
        var bytes = new byte[start.Length + length / unit.Length * unit.Length];
        start.CopyTo(bytes, 0);
        for (var at = start.Length; at < bytes.Length; at += unit.Length)
        {
            unit.CopyTo(bytes, at);
        }

        return bytes;
    }
}
