using System.Net.Http.Headers;
using Atlas.Core.Channels;
using Atlas.Platforms.Http;
using Microsoft.Extensions.Options;

namespace Atlas.Platforms.YouTube;

/// <summary>The calls that carry bytes.</summary>
/// <seealso href="https://developers.google.com/youtube/v3/guides/using_resumable_upload_protocol"/>
internal sealed class YouTubeUploadApi(PlatformHttp http, IOptions<YouTubeOptions> options)
{
    private readonly YouTubeOptions _options = options.Value;
    private readonly string _root = $"{options.Value.ApiBaseUrl.AbsoluteUri.TrimEnd('/')}/upload/youtube/v3/";

    /// <summary>Opens a session. The answer's <c>Location</c> holds its id.</summary>
    public Task<PlatformAnswer> StartAsync(
        Secret token,
        VideoResource video,
        string contentType,
        long length,
        bool? notifySubscribers,
        CancellationToken cancellationToken
    )
    {
        var notify = notifySubscribers is false ? "&notifySubscribers=false" : "";
        return http.SendAsync(
            new PlatformRequest(
                "POST /upload/videos",
                HttpMethod.Post,
                $"{_root}videos?uploadType=resumable&part={YouTubeVideos.Parts(video)}{notify}",
                _options.WriteTimeout,
                token,
                () => YouTubeApi.Json(video, YouTubeJson.Default.VideoResource),
                [new("X-Upload-Content-Length", $"{length}"), new("X-Upload-Content-Type", contentType)]
            ),
            cancellationToken
        );
    }

    /// <summary>The session's id out of its address, which is made anew for each call so that it can't lead to another host.</summary>
    public static string? SessionOf(PlatformAnswer answer)
    {
        if (answer.Header("Location") is not { } location || location.IndexOf('?') is not (>= 0 and var query))
        {
            return null;
        }

        foreach (var pair in location[(query + 1)..].Split('&'))
        {
            if (pair.StartsWith("upload_id=", StringComparison.Ordinal) && pair.Length > 10)
            {
                return Uri.UnescapeDataString(pair[10..]);
            }
        }

        return null;
    }

    public Task<PlatformAnswer> SendChunkAsync(
        Secret token,
        string session,
        ArraySegment<byte> chunk,
        long from,
        long total,
        CancellationToken cancellationToken
    ) =>
        PutAsync(
            "PUT /upload/videos (chunk)",
            token,
            session,
            () => new ByteArrayContent(chunk.Array!, chunk.Offset, chunk.Count),
            new ContentRangeHeaderValue(from, from + chunk.Count - 1, total),
            cancellationToken
        );

    /// <summary>Asks how far the session is. It changes nothing.</summary>
    public Task<PlatformAnswer> ProbeAsync(Secret token, string session, long total, CancellationToken cancellationToken) =>
        PutAsync(
            "PUT /upload/videos (status)",
            token,
            session,
            () => new ByteArrayContent([]),
            new ContentRangeHeaderValue(total),
            cancellationToken
        );

    public Task<PlatformAnswer> SetThumbnailAsync(
        Secret token,
        string videoId,
        string contentType,
        Func<HttpContent> image,
        CancellationToken cancellationToken
    ) =>
        http.SendAsync(
            new PlatformRequest(
                "POST /upload/thumbnails/set",
                HttpMethod.Post,
                $"{_root}thumbnails/set?videoId={Uri.EscapeDataString(videoId)}",
                _options.UploadTimeout,
                token,
                () => Typed(image(), contentType)
            ),
            cancellationToken
        );

    public Task<PlatformAnswer> AddCaptionsAsync(
        Secret token,
        CaptionResource caption,
        Func<HttpContent> file,
        CancellationToken cancellationToken
    ) =>
        http.SendAsync(
            new PlatformRequest(
                "POST /upload/captions",
                HttpMethod.Post,
                $"{_root}captions?uploadType=multipart&part=snippet",
                _options.UploadTimeout,
                token,
                () =>
                    new MultipartContent("related")
                    {
                        YouTubeApi.Json(caption, YouTubeJson.Default.CaptionResource),
                        Typed(file(), "application/octet-stream"),
                    }
            ),
            cancellationToken
        );

    private static HttpContent Typed(HttpContent content, string contentType)
    {
        content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        return content;
    }

    private Task<PlatformAnswer> PutAsync(
        string operation,
        Secret token,
        string session,
        Func<HttpContent> body,
        ContentRangeHeaderValue range,
        CancellationToken cancellationToken
    ) =>
        http.SendAsync(
            new PlatformRequest(
                operation,
                HttpMethod.Put,
                $"{_root}videos?uploadType=resumable&upload_id={Uri.EscapeDataString(session)}",
                _options.UploadTimeout,
                token,
                () =>
                {
                    var content = body();
                    content.Headers.ContentRange = range;
                    return content;
                }
            ),
            cancellationToken
        );
}
