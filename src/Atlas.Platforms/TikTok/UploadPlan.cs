namespace Atlas.Platforms.TikTok;

/// <summary>How a file is cut: TikTok counts parts by dividing and rounding down, and the last part takes what is left over.</summary>
/// <seealso href="https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide"/>
internal readonly record struct UploadPlan(long Total, long ChunkSize, int Count)
{
    private const int MostChunks = 1000;

    /// <summary>
    /// Parts of nearly the same size, so that the last one, which publishes, is no larger than the others: what is left over
    /// is less than one byte for each part.
    /// </summary>
    /// <param name="least">The least size of a part; a shorter file goes as a whole.</param>
    public static UploadPlan For(long total, int least)
    {
        var count = Math.Clamp(total / least, 1, MostChunks);
        return new UploadPlan(total, total / count, (int)count);
    }

    public UploadPart Part(int index) =>
        new(index * ChunkSize, index == Count - 1 ? Total - index * ChunkSize : ChunkSize, Total);
}

internal readonly record struct UploadPart(long Offset, long Length, long Total);
