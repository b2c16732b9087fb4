namespace Atlas.Core.Media.Probing;

/// <summary>
/// Tells files by their first bytes and reads only headers, within a budget: a hostile file costs no more than an honest
/// one. A file that breaks off gives what could be read, and the names of what could not.
/// </summary>
public sealed class MediaProber : IMediaProber
{
    public MediaProbe? Probe(Stream content)
    {
        var source = new ProbeSource(content);
        Span<byte> head = stackalloc byte[16];
        head = head[..source.ReadUpTo(0, head)];
        return head switch
        {
            [0xFF, 0xD8, 0xFF, ..] => JpegHeader.Read(source),
            [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => PngHeader.Read(source),
            [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..] => GifHeader.Read(source),
            [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] =>
                WebPHeader.Read(source),
            [(byte)'B', (byte)'M', _, _, _, _, 0, 0, 0, 0, ..] => BmpHeader.Read(source),
            [(byte)'I', (byte)'I', 42, 0, ..] => TiffHeader.Read(source, littleEndian: true),
            [(byte)'M', (byte)'M', 0, 42, ..] => TiffHeader.Read(source, littleEndian: false),
            [(byte)'%', (byte)'P', (byte)'D', (byte)'F', (byte)'-', ..] => new MediaProbe
            {
                Kind = MediaKind.Document,
                ContentType = "application/pdf",
            },
            _ => MovieProbe.Read(source, head) ?? SubtitleText.Read(source),
        };
    }
}
