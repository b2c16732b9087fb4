using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.TikTok;

/// <summary>Where the media come from: addresses, or a file that is announced by size and parts.</summary>
internal sealed record TikTokSource(IReadOnlyList<string> Urls, bool IsPhoto, long Size, long ChunkSize)
{
    // The pages say MB and not which: what both readings allow is taken.
    private const long LeastChunk = 5 << 20;
    private const long MostChunk = 64_000_000;
    private const long MostLastChunk = 128_000_000;
    private const long WholeBelow = 5_000_000;
    private const long MostBytes = 4L << 30;

    public static TikTokSource Video(JsonFields body)
    {
        var info = body.RequiredObject("source_info");
        info.RequiredText("source");
        if (info.OneOf("source", "FILE_UPLOAD", "PULL_FROM_URL") is "PULL_FROM_URL")
        {
            return new TikTokSource([Address(info, "video_url", info.RequiredText("video_url"))], IsPhoto: false, 0, 0);
        }

        var size = info.RequiredNumber("video_size");
        var chunk = info.RequiredNumber("chunk_size");
        var count = info.RequiredNumber("total_chunk_count");
        if (Problem(size, chunk, count) is { } problem)
        {
            info.Refuse("total_chunk_count", problem);
        }

        return new TikTokSource([], IsPhoto: false, size, chunk);
    }

    public static TikTokSource Photos(JsonFields body, int most)
    {
        var info = body.RequiredObject("source_info");
        info.RequiredText("source");
        info.OneOf("source", "PULL_FROM_URL");
        var urls = info.Texts("photo_images") ?? [];
        if (urls.Count < 1 || urls.Count > most)
        {
            info.Refuse("photo_images", $"has 1 to {most} addresses");
        }

        foreach (var url in urls)
        {
            Address(info, "photo_images", url);
        }

        var cover = info.RequiredNumber("photo_cover_index");
        if (cover < 0 || cover >= urls.Count)
        {
            info.Refuse("photo_cover_index", "is the place of a photo, from 0");
        }

        return new TikTokSource(urls, IsPhoto: true, 0, 0);
    }

    public static bool IsVerified(TikTokAccount account, string url) =>
        account.VerifiedPrefix is not { } prefix || url.StartsWith(prefix, StringComparison.Ordinal);

    /// <summary>The guide's rules for parts: the count is rounded down, and the last part takes what is left.</summary>
    private static string? Problem(long size, long chunk, long count) =>
        size is < 1 or > MostBytes ? "goes with a video_size of at most 4 GB"
        : size < WholeBelow ? (chunk == size && count is 1 ? null : "is 1 for a video below 5 MB, with its size as chunk_size")
        : chunk is < 1 || count != size / chunk ? "is video_size divided by chunk_size, rounded down"
        : count is < 1 or > 1_000 ? "is from 1 to 1000"
        : chunk > MostChunk || chunk < LeastChunk && chunk != size ? "goes with a chunk_size from 5 to 64 MB"
        : size - (count - 1) * chunk > MostLastChunk ? "leaves more than 128 MB to the last part"
        : null;

    // The real one wants https; the sandbox's own media come from loopback.
    private static string Address(JsonFields fields, string name, string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not "https" && !address.IsLoopback)
        {
            fields.Refuse(name, "is an https address");
        }

        return url;
    }
}
