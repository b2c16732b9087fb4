namespace Atlas.Core.Media.Probing;

/// <summary>What the decoder of an AAC track is told (ISO/IEC 14496-3, 1.6.2.1), which is right where the sample entry is not.</summary>
internal static class AacConfig
{
    private const int LongestDescriptor = 4096;

    private static readonly int[] s_rates =
    [
        96000,
        88200,
        64000,
        48000,
        44100,
        32000,
        24000,
        22050,
        16000,
        12000,
        11025,
        8000,
        7350,
    ];

    /// <param name="quickTimeVersion">Of the sample entry: later ones have more fields before its boxes.</param>
    public static (int? Channels, int? SampleRate)? Find(BoxReader boxes, Box entry, ushort quickTimeVersion)
    {
        var fields = quickTimeVersion switch
        {
            0 => 28,
            1 => 44,
            _ => 64,
        };
        foreach (var box in boxes.Between(entry.Content + fields, entry.End))
        {
            var found =
                box.Is("esds"u8) ? box
                : box.Is("wave"u8) ? boxes.Find(box, "esds"u8)
                : null;
            if (
                found is { } esds
                && boxes.Read(esds, (int)Math.Min(esds.End - esds.Content, LongestDescriptor)) is { Length: > 4 } descriptor
            )
            {
                return Read(descriptor.AsSpan(4));
            }
        }

        return null;
    }

    private static (int?, int?)? Read(ReadOnlySpan<byte> descriptor)
    {
        if (!Enter(ref descriptor, tag: 3) || descriptor.Length < 3)
        {
            return null;
        }

        var flags = descriptor[2];
        var skip = 3 + ((flags & 0x80) != 0 ? 2 : 0) + ((flags & 0x20) != 0 ? 2 : 0);
        if ((flags & 0x40) != 0 || descriptor.Length < skip)
        {
            return null; // with an address in it: not found in files
        }

        descriptor = descriptor[skip..];
        if (!Enter(ref descriptor, tag: 4) || descriptor.Length < 13)
        {
            return null;
        }

        descriptor = descriptor[13..];
        return Enter(ref descriptor, tag: 5) && descriptor.Length >= 2 ? ReadAudioConfig(descriptor) : null;
    }

    /// <summary>Five bits of kind, four of rate, four of channels; kinds above 30 and odd rates are longer and left alone.</summary>
    private static (int?, int?)? ReadAudioConfig(ReadOnlySpan<byte> config)
    {
        var bits = config[0] << 8 | config[1];
        var (kind, rate, channels) = (bits >> 11, bits >> 7 & 0x0F, bits >> 3 & 0x0F);
        return kind is 0 or 31 || rate >= s_rates.Length
            ? null
            : (
                channels switch
                {
                    >= 1 and <= 6 => channels,
                    7 => 8,
                    _ => null,
                },
                s_rates[rate]
            );
    }

    /// <summary>Steps into a descriptor: its tag, then its length in groups of seven bits.</summary>
    private static bool Enter(ref ReadOnlySpan<byte> bytes, byte tag)
    {
        if (bytes.IsEmpty || bytes[0] != tag)
        {
            return false;
        }

        var length = 0;
        for (var i = 1; i <= 4 && i < bytes.Length; i++)
        {
            length = length << 7 | bytes[i] & 0x7F;
            if ((bytes[i] & 0x80) == 0)
            {
                bytes = bytes[(i + 1)..];
                bytes = bytes[..Math.Min(length, bytes.Length)];
                return true;
            }
        }

        return false;
    }
}
