using System.Text;
using Atlas.Core.Media;
using Atlas.Core.Media.Probing;

namespace Atlas.Core.Tests.Media;

public sealed class SubtitleTests
{
    [Theory]
    [InlineData("WEBVTT\n\n00:00.000 --> 00:02.000\nHello", "text/vtt")]
    [InlineData("\uFEFFWEBVTT - with a title\r\n\r\n", "text/vtt")]
    [InlineData("WEBVTT", "text/vtt")]
    [InlineData("1\r\n00:00:00,000 --> 00:00:02,500\r\nHello\r\n", "application/x-subrip")]
    [InlineData("\uFEFF\n1\n00:00:00,000 --> 00:00:02,500\nHello\n", "application/x-subrip")]
    [InlineData("WEBVTTX\n", null)]
    [InlineData("1\nHello --> there\n", null)]
    [InlineData("just some text", null)]
    [InlineData("", null)]
    public void Subtitles_are_told_by_how_they_begin(string text, string? type)
    {
        var probe = new MediaProber().Probe(new MemoryStream(Encoding.UTF8.GetBytes(text)));

        Assert.Equal(type, probe?.ContentType);
        Assert.Equal(type is null ? null : MediaKind.Document, probe?.Kind);
    }
}
