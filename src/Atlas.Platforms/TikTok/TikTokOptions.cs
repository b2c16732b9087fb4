using System.ComponentModel.DataAnnotations;

namespace Atlas.Platforms.TikTok;

/// <summary>The settings under <c>Platforms:TikTok</c>.</summary>
public sealed class TikTokOptions
{
    public const string Section = "Platforms:TikTok";

    /// <summary>Tokens, publishing, accounts, videos.</summary>
    [Required]
    public Uri ApiBaseUrl { get; set; } = new("https://open.tiktokapis.com");

    /// <summary>Where people consent, and where posts are seen.</summary>
    [Required]
    public Uri WebBaseUrl { get; set; } = new("https://www.tiktok.com");

    /// <summary>Short, since a step may read up to three times before its write and has 30 s for all of it.</summary>
    public TimeSpan ReadTimeout { get; set; } = TimeSpan.FromSeconds(4);

    /// <summary>For the call that opens an upload or tells TikTok what to fetch.</summary>
    public TimeSpan InitTimeout { get; set; } = TimeSpan.FromSeconds(12);

    /// <summary>For one part of a file. A part is at most twice <see cref="ChunkBytes"/>.</summary>
    public TimeSpan ChunkTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>The least size of a part. TikTok takes 5 to 64 MB and does not say which MB; both readings allow 5.3 to 32 million.</summary>
    [Range(5_300_000, 32_000_000)]
    public int ChunkBytes { get; set; } = 8_000_000;

    /// <summary>
    /// Looks within the publishing step, before it leaves waiting to the ledger: 1 and 2 s where null. A worker is held meanwhile.
    /// </summary>
    public TimeSpan[]? PublishedPolls { get; set; }

    /// <summary>After a lost answer to a call that has no publish id: for so long a post may still turn up in the account's list.</summary>
    public TimeSpan ListingGrace { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Whether to read the link after publishing: one more call for each public post.</summary>
    public bool ReadPermalinkAfterPublish { get; set; } = true;
}
