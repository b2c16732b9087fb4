namespace Atlas.EndToEnd.Systems;

/// <summary>A GIF of two pictures, which the demo has none of.</summary>
internal static class AnimatedPicture
{
    public const string Name = "two-colours.gif";

    private const byte Side = 16;

    public static byte[] Bytes()
    {
        List<byte> file =
        [
            .. "GIF89a"u8,
            .. (byte[])[Side, 0, Side, 0, 0x80, 0, 0], // a table of two colours
            .. (byte[])[0x20, 0x40, 0x80, 0xF0, 0xE0, 0xC0],
            .. (byte[])[0x21, 0xFF, 11],
            .. "NETSCAPE2.0"u8,
            .. (byte[])[3, 1, 0, 0, 0], // again and again
        ];
        foreach (var colour in (ReadOnlySpan<int>)[0, 1])
        {
            file.AddRange([0x21, 0xF9, 4, 0, 50, 0, 0, 0]); // half a second each
            file.AddRange([0x2C, 0, 0, 0, 0, Side, 0, Side, 0, 0]);
            file.AddRange([2, .. Blocks(colour), 0]);
        }

        return [.. file, 0x3B];
    }

    /// <summary>Codes of three bits, with the table cleared before it would need four.</summary>
    private static List<byte> Blocks(int colour)
    {
        List<int> codes = [];
        for (var pixel = 0; pixel < Side * Side; pixel++)
        {
            if (pixel % 2 == 0)
            {
                codes.Add(4);
            }

            codes.Add(colour);
        }

        codes.Add(5);
        List<byte> packed = [];
        var (bits, count) = (0, 0);
        foreach (var code in codes)
        {
            bits |= code << count;
            for (count += 3; count >= 8; count -= 8)
            {
                packed.Add((byte)bits);
                bits >>= 8;
            }
        }

        packed.Add((byte)bits);
        return [.. packed.Chunk(255).SelectMany(block => (byte[])[(byte)block.Length, .. block])];
    }
}
