using System.Collections.Concurrent;
using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.TikTok;

/// <summary>All shares, and the windows of a day that they count in.</summary>
internal sealed class TikTokShares : IWorldState<TikTokShares>
{
    private const int MostPending = 5;
    private const int MostUsersOfUnaudited = 5;

    private static readonly TimeSpan s_day = TimeSpan.FromHours(24);

    private readonly World _world;
    private readonly ConcurrentDictionary<string, TikTokShare> _all = new();

    private TikTokShares(World world) => _world = world;

    public static TikTokShares Create(World world) => new(world);

    public void Add(TikTokShare share) => _all[share.PublishId] = share;

    public TikTokShare? Find(string? publishId) => publishId is null ? null : _all.GetValueOrDefault(publishId);

    public TikTokShare? FindUpload(string? token) =>
        token is null ? null : _all.Values.FirstOrDefault(share => share.UploadToken == token);

    /// <summary>Why the account may not post now; null where it may.</summary>
    public (string Code, string Message)? PostingProblem(TikTokAccount account, string appId)
    {
        if (account.IsBanned)
        {
            return ("spam_risk_user_banned_from_posting", "The user is banned from making new posts.");
        }

        if (!_world.Options.RateLimits)
        {
            return null;
        }

        var recent = Recent().Where(share => share.IsDirect && share.Status is not "FAILED" && HasBytes(share)).ToList();
        if (recent.Count(share => share.Account == account) >= account.PostsPerDay)
        {
            return ("spam_risk_too_many_posts", "The daily post cap from the API is reached for the current user.");
        }

        var others = recent.Where(share => share.AppId == appId && share.Account != account).Select(share => share.Account.Id);
        return appId == TikTokOAuth.Unaudited.Id && others.Distinct().Count() >= MostUsersOfUnaudited
            ? ("reached_active_user_cap", "The daily quota for active publishing users from your client is reached.")
            : null;
    }

    public (string Code, string Message)? InboxProblem(TikTokAccount account) =>
        _world.Options.RateLimits
        && Recent().Count(share => share.Account == account && !share.IsDirect && share.Status is not "FAILED" && HasBytes(share))
            >= MostPending
            ? ("spam_risk_too_many_pending_share", "There may be at most 5 pending shares within any 24-hour period.")
            : null;

    // An upload that never got a byte is nothing that anybody waits for.
    private static bool HasBytes(TikTokShare share) => share.Upload is null || share.Uploaded > 0;

    private IEnumerable<TikTokShare> Recent()
    {
        var since = _world.Now - s_day;
        return _all.Values.Where(share => share.OpenedAt > since);
    }
}
