using Atlas.Sandbox.Media;
using Atlas.Sandbox.Uploads;

namespace Atlas.Sandbox.TikTok;

/// <summary>What an init call opened: one upload or download on its way to a post or to the inbox.</summary>
internal sealed class TikTokShare
{
    private readonly Lock _lock = new();
    private string _status = "";

    public required string PublishId { get; init; }
    public required TikTokAccount Account { get; init; }
    public required string AppId { get; init; }
    public required bool IsDirect { get; init; }
    public required bool IsPhoto { get; init; }
    public required DateTimeOffset OpenedAt { get; init; }
    public required string BaseUrl { get; init; }
    public string? Title { get; init; }
    public string? Description { get; init; }
    public string? Privacy { get; init; }
    public IReadOnlyList<(string Label, string Value)> Facts { get; init; } = [];

    /// <summary>Null where TikTok fetches the files itself.</summary>
    public ByteUpload? Upload { get; init; }
    public string? UploadToken { get; init; }
    public long VideoSize { get; init; }
    public long ChunkSize { get; init; }

    /// <summary>Whole parts only: a part that broke off counts for nothing.</summary>
    public long Uploaded { get; set; }

    public string? FailReason { get; private set; }
    public string? PostId { get; private set; }
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Keeps the timer of the processing alive.</summary>
    public ITimer? Timer { get; set; }

    public string Status
    {
        get
        {
            lock (_lock)
            {
                return _status.Length > 0 ? _status
                    : Upload is null ? "PROCESSING_DOWNLOAD"
                    : "PROCESSING_UPLOAD";
            }
        }
    }

    public bool IsPublic => IsDirect && Privacy is "PUBLIC_TO_EVERYONE";

    /// <summary>False where it has come to an end already.</summary>
    public bool TryEnd(string status, DateTimeOffset now, string? failReason = null, string? postId = null)
    {
        lock (_lock)
        {
            if (_status.Length > 0)
            {
                return false;
            }

            (_status, FailReason, PostId, EndedAt) = (status, failReason, postId, now);
            return true;
        }
    }
}
