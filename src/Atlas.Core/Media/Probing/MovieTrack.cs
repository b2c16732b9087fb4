namespace Atlas.Core.Media.Probing;

/// <summary>What the boxes of one track say.</summary>
internal sealed class MovieTrack
{
    /// <summary>Where its last chunk of data begins, as far as the tables tell.</summary>
    public long LastChunk { get; set; }

    public uint Id { get; set; }

    /// <summary><c>vide</c>, <c>soun</c>, …; null where it could not be read.</summary>
    public string? Handler { get; set; }

    /// <summary>Pixels before the rotation.</summary>
    public int Width { get; set; }

    public int Height { get; set; }

    /// <summary>Degrees clockwise: 0, 90, 180 or 270.</summary>
    public int? Rotation { get; set; }

    /// <summary>Ticks in a second.</summary>
    public uint Timescale { get; set; }

    /// <summary>In ticks, as the header has it.</summary>
    public ulong HeaderDuration { get; set; }

    public string? Codec { get; set; }

    public int? Channels { get; set; }

    public int? SampleRate { get; set; }

    public bool HasEditList { get; set; }

    /// <summary>Samples and their ticks, in the index and in the fragments.</summary>
    public ulong Samples { get; set; }

    public ulong SampleTicks { get; set; }

    /// <summary>Ticks of a fragment's sample where the fragment says nothing.</summary>
    public uint DefaultSampleTicks { get; set; }

    public double? Seconds =>
        Timescale == 0 ? null
        : Math.Max(SampleTicks, HeaderDuration) is > 0 and var ticks ? (double)ticks / Timescale
        : null;

    public double? SamplesPerSecond =>
        Timescale > 0 && Samples > 0 && (SampleTicks > 0 ? SampleTicks : HeaderDuration) is > 0 and var ticks
            ? Samples * (double)Timescale / ticks
            : null;
}
