using System.Net;
using System.Net.Http.Headers;
using Atlas.Core.Outbound;
using Atlas.Core.Workspaces;

namespace Atlas.Core.Media;

/// <summary>
/// Proves that networks can fetch media: it fetches a file of our own by the kind of address that they get, from where they
/// come in. Asked once for several minutes; what fails is asked again sooner.
/// </summary>
public sealed class MediaReach(EgressGuard egress, IMediaLinks links, IMediaStore store, MediaOptions options, TimeProvider time)
    : IMediaReach,
        IDisposable
{
    private static readonly TimeSpan s_goodFor = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_badForFirst = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_badForMost = TimeSpan.FromMinutes(1);
    private static readonly EgressLimits s_limits = new(
        MaxBytes: 4096,
        TimeSpan.FromSeconds(10),
        MaxRedirects: 0, // networks don't follow them from a media address either
        AnyPort: true
    );

    /// <summary>A PNG of one pixel, in no workspace: no network is ever sent to it.</summary>
    private static readonly byte[] s_pixel = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
    );

    private readonly SemaphoreSlim _gate = new(1, 1);
    private (ReachAnswer Answer, long At)? _last;
    private int _failures;

    /// <summary>The file that is fetched.</summary>
    internal static MediaAsset Pixel { get; } =
        new()
        {
            Id = default,
            WorkspaceId = default,
            FileName = "reach.png",
            ContentType = "image/png",
            SizeBytes = s_pixel.Length,
            Sha256 = new string('0', 64),
            Probe = new MediaProbe { Kind = MediaKind.Image, ContentType = "image/png" },
            StoredAs = "reach/pixel.png",
            CreatedAt = DateTimeOffset.UnixEpoch,
        };

    public async Task<ReachAnswer> CheckAsync(CancellationToken cancellationToken)
    {
        if (Fresh() is { } known)
        {
            return known;
        }

        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (Fresh() is { } other)
            {
                return other;
            }

            var answer = await ProbeAsync(cancellationToken);
            _failures = answer.IsReachable ? 0 : _failures + 1;
            answer = answer.IsReachable ? answer : answer with { LookAgainIn = BadFor(_failures) };
            _last = (answer, time.GetTimestamp());
            return answer;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private ReachAnswer? Fresh() =>
        _last is { } last && time.GetElapsedTime(last.At) < (last.Answer.IsReachable ? s_goodFor : last.Answer.LookAgainIn)
            ? last.Answer
            : null;

    /// <summary>1 s, 2 s, 4 s, … a minute.</summary>
    private static TimeSpan BadFor(int failures) => failures > 6 ? s_badForMost : s_badForFirst * Math.Pow(2, failures - 1);

    private async Task<ReachAnswer> ProbeAsync(CancellationToken cancellationToken)
    {
        // Only a store without addresses of its own is reached through the app's.
        var expiresAt = time.GetUtcNow().AddHours(1);
        if (options.PublicBaseUrl is null && await store.CreateReadUrlAsync(Pixel.StoredAs, expiresAt, cancellationToken) is null)
        {
            return ReachAnswer.No("Set Atlas:PublicBaseUrl to the address at which networks reach this app: it is missing.");
        }

        var url = await links.CreateFetchUrlAsync(Pixel, cancellationToken);
        var place = url.GetLeftPart(UriPartial.Authority);
        using var first = await FetchAsync(url, cancellationToken);
        if (first is not EgressAnswer.Answered { Status: not (HttpStatusCode.OK or HttpStatusCode.PartialContent) })
        {
            return await JudgeAsync(place, first, cancellationToken);
        }

        // The file stays where it is, and may be missing: in a new deployment, or where somebody has cleared the store.
        using (var pixel = new MemoryStream(s_pixel, writable: false))
        {
            await store.SaveAsync(Pixel.StoredAs, Pixel.ContentType, pixel, cancellationToken);
        }

        using var second = await FetchAsync(url, cancellationToken);
        return await JudgeAsync(place, second, cancellationToken);
    }

    private Task<EgressAnswer> FetchAsync(Uri url, CancellationToken cancellationToken) =>
        egress.GetAsync(
            url,
            s_limits,
            cancellationToken,
            prepare: request => request.Headers.Range = new RangeHeaderValue(0, s_pixel.Length - 1)
        );

    private static async Task<ReachAnswer> JudgeAsync(string place, EgressAnswer answer, CancellationToken cancellationToken) =>
        answer switch
        {
            EgressAnswer.Refused { Rule: "url.private" } => ReachAnswer.No(
                $"{place} leads to a private address: networks on the Internet can't fetch media from there."
            ),
            EgressAnswer.Refused refused => ReachAnswer.No($"{place}: {refused.Message}"),
            EgressAnswer.Failed { Rule: "url.redirects" } => ReachAnswer.No(
                $"{place} redirects: networks fetch media without following. Set Atlas:PublicBaseUrl to where it leads."
            ),
            EgressAnswer.Failed failed => ReachAnswer.No($"{place}: {failed.Message}"),
            EgressAnswer.Answered found => await CompareAsync(place, found, cancellationToken),
            _ => throw new InvalidOperationException($"The guard answered {answer}."),
        };

    private static async Task<ReachAnswer> CompareAsync(
        string place,
        EgressAnswer.Answered found,
        CancellationToken cancellationToken
    )
    {
        if (found.Status is not (HttpStatusCode.OK or HttpStatusCode.PartialContent))
        {
            return ReachAnswer.No($"{place} answers {(int)found.Status} to a media address: is it this app that it leads to?");
        }

        if (found.ContentHeaders.ContentType?.MediaType != Pixel.ContentType)
        {
            return ReachAnswer.No($"{place} answers something else to a media address: is it this app that it leads to?");
        }

        try
        {
            var bytes = new byte[s_pixel.Length + 1];
            var count = await found.Content.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
            return bytes.AsSpan(0, count).SequenceEqual(s_pixel)
                ? ReachAnswer.Yes
                : ReachAnswer.No($"{place} changes what goes through it: a picture came with other bytes.");
        }
        catch (EgressBrokenException ex)
        {
            return ReachAnswer.No($"{place}: {ex.Message}");
        }
    }
}
