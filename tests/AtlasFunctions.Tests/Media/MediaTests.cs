using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Atlas.Core;
using Atlas.Core.Media;
using Atlas.Core.Workspaces;
using Atlas.Functions.Tests.App;
using Microsoft.Extensions.DependencyInjection;

namespace Atlas.Functions.Tests.Media;

[Collection(AtlasCollection.Name)]
public sealed class MediaTests(RunningAtlas app)
{
    [Fact]
    public async Task A_network_can_fetch_what_was_uploaded_by_its_signed_address()
    {
        var workspace = await app.NewWorkspaceAsync();
        var picture = Pictures.Png(30, 20);
        var media = (await workspace.Client.UploadAsync("a.png", "image/png", picture)).Expect(HttpStatusCode.Created);
        Assert.Equal((30, 20), ((int)media["width"]!, (int)media["height"]!));
        var path = await FetchPathAsync(workspace, media.Id);
        var http = app.ClientFor(null).Http;

        using var whole = await http.GetAsync(path);
        using var head = await http.SendAsync(new HttpRequestMessage(HttpMethod.Head, path));
        using var part = await http.SendAsync(
            new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Range = new RangeHeaderValue(10, 19) } }
        );

        Assert.Equal(picture, await whole.Content.ReadAsByteArrayAsync());
        Assert.Equal("image/png", whole.Content.Headers.ContentType?.MediaType);
        Assert.Equal(
            (picture.Length, 0),
            ((int)head.Content.Headers.ContentLength!, (await head.Content.ReadAsByteArrayAsync()).Length)
        );
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(picture[10..20], await part.Content.ReadAsByteArrayAsync());
        Assert.Equal(path, await FetchPathAsync(workspace, media.Id));
    }

    [Fact]
    public async Task A_signed_address_opens_one_file_until_its_time()
    {
        var workspace = await app.NewWorkspaceAsync();
        var (media, other) = (await workspace.UploadAsync(), await workspace.UploadAsync(9));
        var path = await FetchPathAsync(workspace, media);
        string[] forged =
        [
            path.Replace(media, other, StringComparison.Ordinal),
            path.Replace("e=", "e=1", StringComparison.Ordinal),
            path[..^1] + (path[^1] == 'A' ? 'B' : 'A'),
            path[..path.IndexOf('?', StringComparison.Ordinal)],
        ];

        foreach (var address in forged)
        {
            (await app.ClientFor(null).GetAsync(address)).Expect(HttpStatusCode.NotFound);
        }
    }

    [Fact]
    public async Task An_upload_address_takes_one_file_without_a_key()
    {
        var workspace = await app.NewWorkspaceAsync();
        var ticket = (
            await workspace.Client.PostAsync(
                "/api/v1/media/uploads",
                new
                {
                    fileName = "b.png",
                    sizeBytes = 2000,
                    altText = "B",
                }
            )
        ).Expect(HttpStatusCode.Created);
        var path = new Uri((string)ticket["uploadUrl"]!).PathAndQuery;
        var stranger = app.ClientFor(null);

        (await stranger.SendAsync(HttpMethod.Put, path, new ByteArrayContent(new byte[2001]))).Expect(
            HttpStatusCode.RequestEntityTooLarge
        );
        var uploaded = await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(_ => stranger.SendAsync(HttpMethod.Put, path, new ByteArrayContent(Pictures.Png(40, 10))))
        );

        Assert.Single(uploaded, answer => answer.Status == HttpStatusCode.Created);
        Assert.All(uploaded, answer => Assert.True(answer.Status is HttpStatusCode.Created or HttpStatusCode.Conflict));
        var media = await workspace.Client.GetAsync($"/api/v1/media/{ticket["mediaId"]}");
        Assert.Equal(("b.png", "B"), ((string?)media["fileName"], (string?)media["altText"]));
        using var bytes = await stranger.Http.GetAsync(await FetchPathAsync(workspace, media.Id));
        Assert.Equal(Pictures.Png(40, 10), await bytes.Content.ReadAsByteArrayAsync());
        (await stranger.SendAsync(HttpMethod.Put, path[..^2] + "xx", new ByteArrayContent([1]))).Expect(
            HttpStatusCode.Unauthorized
        );
    }

    [Theory]
    [InlineData("image/jpeg", "text that claims to be a picture")]
    [InlineData("video/mp4", "\u007fELF and so on")]
    [InlineData(null, "<html><script>alert(1)</script></html>")]
    public async Task Bytes_that_are_no_media_are_refused_and_not_kept(string? contentType, string bytes)
    {
        var workspace = await app.NewWorkspaceAsync();

        (await workspace.Client.UploadAsync("a.jpg", contentType, Encoding.UTF8.GetBytes(bytes))).Expect(
            HttpStatusCode.UnsupportedMediaType
        );

        Assert.Empty((await workspace.Client.GetAsync("/api/v1/media"))["items"]!.AsArray());
        Assert.Empty(FilesOf(workspace));
    }

    [Fact]
    public async Task A_file_that_is_not_what_it_is_said_to_be_is_refused_with_both_types()
    {
        var workspace = await app.NewWorkspaceAsync();

        var answer = await workspace.Client.UploadAsync("a.jpg", "image/jpeg", Pictures.Png(8, 8));

        var error = Assert.Single(answer.Expect(HttpStatusCode.UnsupportedMediaType)["errors"]!.AsArray())!;
        Assert.Equal(("image/jpeg", "image/png"), ((string?)error["limit"], (string?)error["actual"]));
        Assert.Empty(FilesOf(workspace));
    }

    [Fact]
    public async Task A_too_large_file_is_refused_before_it_is_read_and_while_it_streams()
    {
        var workspace = await app.NewWorkspaceAsync();
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, app.Address.Port);
        await using var stream = socket.GetStream();
        var head =
            $"POST /api/v1/media HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {workspace.Key}\r\nContent-Length: 90000000000\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head));
        using var reader = new StreamReader(stream);
        Assert.StartsWith("HTTP/1.1 413", await reader.ReadLineAsync(), StringComparison.Ordinal);

        using var chunked = new HttpRequestMessage(HttpMethod.Post, "/api/v1/media")
        {
            Content = new ByteArrayContent([.. Pictures.Png(8, 8), .. new byte[4_000_000]]),
            Headers = { TransferEncodingChunked = true },
        };
        using var answer = await workspace.Client.Http.SendAsync(chunked);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Empty(FilesOf(workspace));
    }

    [Fact]
    public async Task A_form_upload_takes_the_first_file()
    {
        var workspace = await app.NewWorkspaceAsync();
        using var form = new MultipartFormDataContent
        {
            { new StringContent("ignored"), "note" },
            { new ByteArrayContent(Pictures.Png(12, 8)), "file", "from-a-form.png" },
        };

        var media = (await workspace.Client.SendAsync(HttpMethod.Post, "/api/v1/media", form)).Expect(HttpStatusCode.Created);

        Assert.Equal(("from-a-form.png", 12), ((string?)media["fileName"], (int)media["width"]!));
        using var empty = new MultipartFormDataContent { { new StringContent("no file"), "note" } };
        (await workspace.Client.SendAsync(HttpMethod.Post, "/api/v1/media", empty)).Expect(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_file_that_is_to_go_out_cannot_be_deleted_until_its_post_is_off_its_way()
    {
        var workspace = await app.NewWorkspaceAsync();
        var (channel, media) = (await workspace.ConnectAsync(), await workspace.UploadAsync());
        var post = await workspace.Client.PostAsync(
            "/api/v1/posts",
            new
            {
                channelIds = new[] { channel },
                media = new[] { new { mediaId = media } },
                dueAt = DateTimeOffset.UtcNow.AddDays(1),
            }
        );
        (await workspace.Client.DeleteAsync($"/api/v1/media/{media}")).Expect(HttpStatusCode.Conflict);

        await workspace.Client.PostAsync($"/api/v1/posts/{post.Id}/cancel");

        (await workspace.Client.DeleteAsync($"/api/v1/media/{media}")).Expect(HttpStatusCode.NoContent);
        (await workspace.Client.GetAsync($"/api/v1/media/{media}")).Expect(HttpStatusCode.NotFound);
        Assert.Empty(FilesOf(workspace));
        (
            await workspace.Client.PostAsync(
                $"/api/v1/posts/{post.Id}/schedule",
                new { dueAt = DateTimeOffset.UtcNow.AddDays(1) }
            )
        ).Expect(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task A_description_can_be_changed_and_removed()
    {
        var workspace = await app.NewWorkspaceAsync();
        var path = $"/api/v1/media/{await workspace.UploadAsync()}";

        var changed = (await workspace.Client.PatchAsync(path, new { altText = "A grey square" })).Expect(HttpStatusCode.OK);
        var removed = await workspace.Client.PatchAsync(path, new { altText = "" }, changed.ETag);

        Assert.Equal("A grey square", (string?)changed["altText"]);
        Assert.Null(removed.Expect(HttpStatusCode.OK)["altText"]);
        (await workspace.Client.PatchAsync(path, new { altText = new string('x', 2001) })).Expect(
            HttpStatusCode.UnprocessableEntity
        );
        Assert.Empty((await workspace.Client.GetAsync("/api/v1/media?kind=video"))["items"]!.AsArray());
    }

    private async Task<string> FetchPathAsync(TestWorkspace workspace, string media)
    {
        var asset = await app
            .Services.GetRequiredService<MediaAssets>()
            .ReadAsync(Id<Workspace>.Parse(workspace.Id), Id<MediaAsset>.Parse(media), default);
        var url = await app.Services.GetRequiredService<IMediaLinks>().CreateFetchUrlAsync(asset!.Value, default);
        Assert.Equal("atlas.example", url.Host);
        return url.PathAndQuery;
    }

    private string[] FilesOf(TestWorkspace workspace)
    {
        var folder = Path.Combine(app.Settings["Atlas:LocalRuntime:DataDirectory"], "media", workspace.Id);
        return Directory.Exists(folder) ? Directory.GetFiles(folder, "*", SearchOption.AllDirectories) : [];
    }
}
