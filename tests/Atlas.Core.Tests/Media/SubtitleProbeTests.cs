using System.Text;
using Atlas.Core.Media;
using Atlas.Core.Media.Probing;

namespace Atlas.Core.Tests.Media;

public sealed class SubtitleProbeTests
{
    [Theory]
    [InlineData("WEBVTT\n\n00:00.000 --> 00:02.000\nHi", "text/vtt")]
    [InlineData("\uFEFFWEBVTT - Film\r\n\r\n", "text/vtt")]
    [InlineData("WEBVTT", "text/vtt")]
    [InlineData("1\n00:00:01,000 --> 00:00:02,500\nHi", "application/x-subrip")]
    [InlineData("\uFEFF\r\n1\r\n00:00:01,000 --> 00:00:02,500\r\nHi", "application/x-subrip")]
    public void Subtitles_are_told_by_their_beginning(string text, string type)
    {
        var probe = Probe(text);

        Assert.Equal((MediaKind.Document, type), (probe?.Kind, probe?.ContentType));
    }

    [Theory]
    [InlineData("WEBVTTX")]
    [InlineData("Just a text --> with an arrow")]
    [InlineData("1\nNo times here")]
    [InlineData("")]
    public void Other_texts_are_no_subtitles(string text) => Assert.Null(Probe(text));

    private static MediaProbe? Probe(string text) => new MediaProber().Probe(new MemoryStream(Encoding.UTF8.GetBytes(text)));
}
