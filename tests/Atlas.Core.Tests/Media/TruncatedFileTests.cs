using Atlas.Core.Media;
using Atlas.Core.Media.Probing;

namespace Atlas.Core.Tests.Media;

/// <summary>A file that breaks off behind its header looks whole to all that reads only headers.</summary>
public sealed class TruncatedFileTests
{
    private static readonly MediaProber s_prober = new();

    [Theory]
    [MemberData(nameof(MediaProberTests.AllFiles), MemberType = typeof(MediaProberTests))]
    public void A_whole_file_is_not_called_cut(string file) =>
        Assert.Null(s_prober.Probe(new MemoryStream(Read(file)))?.Truncated);

    [Theory]
    [InlineData("upright.jpg")]
    [InlineData("rotated.jpg")]
    [InlineData("wide-gamut.jpg")]
    [InlineData("still.png")]
    [InlineData("moving.png")]
    [InlineData("lossless.webp")]
    [InlineData("moving.webp")]
    [InlineData("plain.mp4")]
    [InlineData("late-index.mov")]
    public void Wherever_a_file_breaks_off_it_can_not_be_taken(string file)
    {
        var bytes = Read(file);
        for (var length = 0; length < bytes.Length - 9; length += 1 + (length / 700))
        {
            var probe = s_prober.Probe(new MemoryStream(bytes[..length]));

            Assert.True(MediaRefusals.Of(probe, declaredType: null) is not null, $"{length} of {bytes.Length} bytes are taken");
        }
    }

    [Fact]
    public void A_picture_with_something_behind_its_end_is_whole()
    {
        byte[] motionPhoto = [.. MediaWorld.Picture(100_000, 1), .. Read("plain.mp4")];
        byte[] padded = [.. Read("still.png"), .. new byte[500]];

        Assert.Null(s_prober.Probe(new MemoryStream(motionPhoto))?.Truncated);
        Assert.Null(s_prober.Probe(new MemoryStream(padded))?.Truncated);
    }

    [Fact]
    public void An_index_that_points_behind_the_end_of_the_file_is_found()
    {
        var bytes = Read("plain.mp4");
        var mdat = bytes.AsSpan().IndexOf("mdat"u8) - 4;
        bytes.AsSpan(mdat, 4).Clear(); // "to the end of the file": no box is cut, whatever is missing

        Assert.Null(s_prober.Probe(new MemoryStream(bytes))?.Truncated);
        Assert.Contains("index", s_prober.Probe(new MemoryStream(bytes[..(mdat + 8)]))?.Truncated, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_thumbnail_of_a_camera_becomes_the_poster_and_lies_as_its_picture_does()
    {
        var thumbnail = Read("upright.jpg");
        var picture = WithThumbnail(Read("upright.jpg"), thumbnail, orientation: 6);
        using var content = new MemoryStream(picture);
        var probe = s_prober.Probe(content)!;

        var poster = await new EmbeddedRenditions().MakeAsync(probe, content, RenditionTarget.Poster, default);

        Assert.Equal(6, probe.Orientation);
        var made = s_prober.Probe(new MemoryStream(poster!.Bytes))!;
        Assert.Equal((6, 32, 48, null), (made.Orientation, made.Width, made.Height, made.Truncated));
        using var plain = new MemoryStream(thumbnail);
        Assert.Null(await new EmbeddedRenditions().MakeAsync(s_prober.Probe(plain)!, plain, RenditionTarget.Poster, default));
    }

    /// <summary>Two directories: the picture's orientation, and where the thumbnail lies.</summary>
    private static byte[] WithThumbnail(byte[] picture, byte[] thumbnail, byte orientation)
    {
        const byte Start = 8 + 2 + 12 + 4 + 2 + 24 + 4;
        byte[] exif =
        [
            .. "Exif\0\0MM\0*"u8,
            .. (ReadOnlySpan<byte>)[0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 26],
            .. (ReadOnlySpan<byte>)[0, 2, 0x02, 0x01, 0, 4, 0, 0, 0, 1, 0, 0, 0, Start],
            .. (ReadOnlySpan<byte>)[0x02, 0x02, 0, 4, 0, 0, 0, 1, 0, 0],
            (byte)(thumbnail.Length >> 8),
            (byte)thumbnail.Length,
            0,
            0,
            0,
            0,
            .. thumbnail,
        ];
        var length = exif.Length + 2;
        return [0xFF, 0xD8, 0xFF, 0xE1, (byte)(length >> 8), (byte)length, .. exif, .. picture.AsSpan(2)];
    }

    private static byte[] Read(string file) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Media", "Files", file));
}
