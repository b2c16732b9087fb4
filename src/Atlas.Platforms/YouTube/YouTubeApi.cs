using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Atlas.Core.Channels;
using Atlas.Platforms.Http;
using Microsoft.Extensions.Options;

namespace Atlas.Platforms.YouTube;

/// <summary>The calls of the YouTube Data API that are JSON both ways, each as one method.</summary>
/// <seealso href="https://developers.google.com/youtube/v3/docs"/>
internal sealed class YouTubeApi(PlatformHttp http, IOptions<YouTubeOptions> options)
{
    private readonly YouTubeOptions _options = options.Value;
    private readonly string _root = $"{options.Value.ApiBaseUrl.AbsoluteUri.TrimEnd('/')}/youtube/v3/";

    public ValueTask<PlatformAnswer> ReadChannelAsync(Secret token, string parts, CancellationToken cancellationToken) =>
        ReadAsync(token, "GET /channels", $"channels?part={parts}&mine=true", cancellationToken);

    public ValueTask<PlatformAnswer> ReadVideoAsync(Secret token, string videoId, CancellationToken cancellationToken) =>
        ReadAsync(token, "GET /videos", $"videos?part=snippet,status&id={Uri.EscapeDataString(videoId)}", cancellationToken);

    public Task<PlatformAnswer> UpdateVideoAsync(Secret token, VideoResource video, CancellationToken cancellationToken) =>
        WriteAsync(
            token,
            "PUT /videos",
            HttpMethod.Put,
            $"videos?part={YouTubeVideos.Parts(video)}",
            () => Json(video, YouTubeJson.Default.VideoResource),
            cancellationToken
        );

    public Task<PlatformAnswer> DeleteVideoAsync(Secret token, string videoId, CancellationToken cancellationToken) =>
        WriteAsync(
            token,
            "DELETE /videos",
            HttpMethod.Delete,
            $"videos?id={Uri.EscapeDataString(videoId)}",
            content: null,
            cancellationToken
        );

    /// <param name="videoId">Only the items of this video; null for all, newest first in the playlist of uploads.</param>
    public ValueTask<PlatformAnswer> ListPlaylistAsync(
        Secret token,
        string playlistId,
        string? videoId,
        CancellationToken cancellationToken
    ) =>
        ReadAsync(
            token,
            "GET /playlistItems",
            $"playlistItems?part=snippet&maxResults=50&playlistId={Uri.EscapeDataString(playlistId)}"
                + (videoId is null ? "" : $"&videoId={Uri.EscapeDataString(videoId)}"),
            cancellationToken
        );

    public Task<PlatformAnswer> AddToPlaylistAsync(
        Secret token,
        string playlistId,
        string videoId,
        CancellationToken cancellationToken
    )
    {
        var item = new PlaylistItemResource
        {
            Snippet = new PlaylistItemSnippet { PlaylistId = playlistId, ResourceId = new ResourceId("youtube#video", videoId) },
        };
        return WriteAsync(
            token,
            "POST /playlistItems",
            HttpMethod.Post,
            "playlistItems?part=snippet",
            () => Json(item, YouTubeJson.Default.PlaylistItemResource),
            cancellationToken
        );
    }

    public ValueTask<PlatformAnswer> ListCaptionsAsync(Secret token, string videoId, CancellationToken cancellationToken) =>
        ReadAsync(token, "GET /captions", $"captions?part=snippet&videoId={Uri.EscapeDataString(videoId)}", cancellationToken);

    public ValueTask<PlatformAnswer> ListThreadsAsync(Secret token, string videoId, CancellationToken cancellationToken) =>
        ReadAsync(
            token,
            "GET /commentThreads",
            $"commentThreads?part=snippet&order=time&textFormat=plainText&maxResults=100&videoId={Uri.EscapeDataString(videoId)}",
            cancellationToken
        );

    public Task<PlatformAnswer> CommentAsync(
        Secret token,
        string channelId,
        string videoId,
        string text,
        CancellationToken cancellationToken
    )
    {
        var thread = new ThreadResource
        {
            Snippet = new ThreadSnippet
            {
                ChannelId = channelId,
                VideoId = videoId,
                TopLevelComment = new CommentResource { Snippet = new CommentSnippet { TextOriginal = text } },
            },
        };
        return WriteAsync(
            token,
            "POST /commentThreads",
            HttpMethod.Post,
            "commentThreads?part=snippet",
            () => Json(thread, YouTubeJson.Default.ThreadResource),
            cancellationToken
        );
    }

    internal static HttpContent Json<T>(T value, JsonTypeInfo<T> type)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(value, type));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "UTF-8" };
        return content;
    }

    private ValueTask<PlatformAnswer> ReadAsync(
        Secret token,
        string operation,
        string pathAndQuery,
        CancellationToken cancellationToken
    ) =>
        http.ReadAsync(
            new PlatformRequest(operation, HttpMethod.Get, _root + pathAndQuery, _options.ReadTimeout, token),
            cancellationToken
        );

    private Task<PlatformAnswer> WriteAsync(
        Secret token,
        string operation,
        HttpMethod method,
        string pathAndQuery,
        Func<HttpContent>? content,
        CancellationToken cancellationToken
    ) =>
        http.SendAsync(
            new PlatformRequest(operation, method, _root + pathAndQuery, _options.WriteTimeout, token, content),
            cancellationToken
        );
}
