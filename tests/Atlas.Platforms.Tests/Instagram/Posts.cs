using System.Text.Json;
using Atlas.Core;
using Atlas.Core.Channels;
using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Core.Workspaces;
using Atlas.Testing;

namespace Atlas.Platforms.Tests.Instagram;

/// <summary>Content, media and channels that Instagram takes; tests change the one thing they are about.</summary>
internal static class Posts
{
    public const string Token = "IGQtoken-not-to-be-seen";

    private static readonly Id<Workspace> s_workspace = Id<Workspace>.New(new FakeClock());

    public static Channel Channel(string login = "facebook", string accountId = "17841400000000001") =>
        new()
        {
            Id = Id<Channel>.New(new FakeClock()),
            WorkspaceId = s_workspace,
            Platform = Platform.Instagram,
            AccountId = accountId,
            Login = login,
            Name = "Blue Bakery",
            Handle = "blue.bakery",
            State = ChannelState.Connected,
            Generation = 1,
            ConnectedAt = FakeClock.DefaultStart,
        };

    public static MediaAsset Image(Func<MediaProbe, MediaProbe>? change = null, long size = 200_000) =>
        Asset(
            new MediaProbe
            {
                Kind = MediaKind.Image,
                ContentType = "image/jpeg",
                Width = 1080,
                Height = 1080,
                Orientation = 1,
            },
            change,
            size
        );

    public static MediaAsset Video(Func<MediaProbe, MediaProbe>? change = null, long size = 5_000_000) =>
        Asset(
            new MediaProbe
            {
                Kind = MediaKind.Video,
                ContentType = "video/mp4",
                Width = 1080,
                Height = 1920,
                Duration = TimeSpan.FromSeconds(12),
                VideoCodec = "avc1",
                FrameRate = 30,
                BitRate = 3_000_000,
                HasAudio = true,
                AudioCodec = "mp4a",
                AudioChannels = 2,
                AudioSampleRate = 48_000,
                MoovFirst = true,
                Fragmented = false,
                HasEditList = false,
            },
            change,
            size
        );

    public static PostContent Content(
        PostType type,
        IReadOnlyList<MediaAsset> media,
        string text = "Fresh bread",
        string? options = null
    ) =>
        new()
        {
            Type = type,
            Text = text,
            Media = [.. media.Select(asset => new PostMedia(asset.Id))],
            Options = options is null ? null : JsonDocument.Parse(options).RootElement,
        };

    public static PublishWork Work(
        PostContent content,
        IReadOnlyList<MediaAsset> media,
        string login = "facebook",
        string? cursor = null
    ) =>
        new(
            Channel(login),
            new Secret(Token),
            content,
            "0123456789abcdef0123456789abcdef",
            media,
            new Dictionary<Id<MediaAsset>, MediaAsset>(),
            (asset, _) => new ValueTask<Uri>(new Uri($"https://media.example/{asset.Id}?sig=a%2Bb&e=1")),
            (_, _) => Task.FromResult<Stream?>(null),
            App: null,
            cursor
        );

    public static ChildWork FirstComment(PublishWork work, string postId, string text) =>
        new(
            work with
            {
                Content = work.Content with { FirstComment = text },
            },
            postId,
            Core.Publishing.ChildStep.FirstComment,
            Cursor: null,
            new Dictionary<string, string>()
        );

    private static MediaAsset Asset(MediaProbe probe, Func<MediaProbe, MediaProbe>? change, long size)
    {
        var changed = change is null ? probe : change(probe);
        return new MediaAsset
        {
            Id = Id<MediaAsset>.New(new FakeClock()),
            WorkspaceId = s_workspace,
            FileName = "file",
            ContentType = changed.ContentType,
            SizeBytes = size,
            Sha256 = new string('a', 64),
            Probe = changed,
            StoredAs = "m/file",
            CreatedAt = FakeClock.DefaultStart,
        };
    }
}
