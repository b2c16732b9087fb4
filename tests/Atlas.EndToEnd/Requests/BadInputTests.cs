using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Atlas.EndToEnd.Systems;
using Atlas.Testing.Clients;
using Atlas.Testing.Processes;

namespace Atlas.EndToEnd.Requests;

public sealed class BadInputTests(AtlasSystem system) : IClassFixture<AtlasSystem>
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("atk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("something else entirely")]
    public async Task A_wrong_key_gets_401_everywhere(string? key)
    {
        using var stranger = system.App.ClientFor(key ?? "");
        foreach (
            var path in (string[])["posts", "publications", "channels", "media", "workspaces", $"workspaces/{system.WorkspaceId}"]
        )
        {
            var answer = await stranger.GetAsync($"api/v1/{path}");
            Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
            Assert.Equal("application/problem+json", answer.ContentType);
        }

        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.PostAsync("api/v1/workspaces", new { name = "Mine" })).Status);
    }

    [Fact]
    public async Task What_belongs_to_another_workspace_does_not_exist()
    {
        var channel = await system.ConnectAsync();
        var post = await system.ScheduleImageAsync(channel, seconds: 3600, "Ours");
        var media = await system.MediaAsync(DemoFiles.SquareImage);
        var (_, foreignKey) = await system.CreateWorkspaceAsync("Somebody else");
        using var foreigner = system.App.ClientFor(foreignKey);

        foreach (
            var path in (string[])
                [
                    $"workspaces/{system.WorkspaceId}",
                    $"posts/{post.Id}",
                    $"posts/{post.Id}/timeline",
                    $"publications/{post.PublicationId}",
                    $"channels/{channel.Id}",
                    $"channels/{channel.Id}/health",
                    $"media/{media}",
                ]
        )
        {
            Assert.Equal(HttpStatusCode.NotFound, (await foreigner.GetAsync($"api/v1/{path}")).Status);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await foreigner.PostAsync($"api/v1/posts/{post.Id}/cancel")).Status);
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await foreigner.PatchAsync($"api/v1/posts/{post.Id}", new { text = "Theirs" })).Status
        );
        Assert.Equal(HttpStatusCode.NotFound, (await foreigner.DeleteAsync($"api/v1/posts/{post.Id}")).Status);
        var theft = await foreigner.CreatePostAsync(new NewPost([channel.Id], "Theft", [media], AtlasSystem.In(60)));
        Assert.False(theft.IsSuccess);
        Assert.Empty(await foreigner.ListAsync("api/v1/posts"));
        Assert.Equal("Ours", (await system.Client.GetAsync($"api/v1/posts/{post.Id}"))["text"].GetString());
    }

    [Fact]
    public async Task A_bad_body_is_answered_with_every_field_that_is_wrong()
    {
        var answer = await system.Client.PostAsync(
            "api/v1/posts",
            new
            {
                channelIds = "not a list",
                text = 5,
                media = new[] { new { mediaId = "no id" } },
                dueAt = "tomorrow",
                colour = "red",
            }
        );

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("application/problem+json", answer.ContentType);
        var fields = answer["errors"].EnumerateArray().Select(error => error.GetProperty("field").GetString()).ToHashSet();
        Assert.Subset(fields, new HashSet<string?> { "channelIds", "text", "media[0].mediaId", "dueAt", "colour" });
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("nothing like JSON")]
    [InlineData("")]
    public async Task A_body_that_is_no_object_is_a_problem_and_not_a_fault(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        var answer = await system.Client.SendAsync(HttpMethod.Post, "api/v1/posts", content);

        Assert.InRange((int)answer.Status, 400, 422);
        Assert.Equal("application/problem+json", answer.ContentType);
    }

    [Fact]
    public async Task Content_that_the_network_would_refuse_is_refused_with_rule_number_and_source()
    {
        var channel = await system.ConnectAsync();
        var answer = await system.Client.CreatePostAsync(
            new NewPost([channel.Id], new string('x', 2201), [], AtlasSystem.In(3600))
        );

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        var errors = answer["errors"].EnumerateArray().ToList();
        var tooLong = errors.Single(error => error.GetProperty("field").GetString() == "text");
        Assert.Contains("2200", tooLong.GetProperty("limit").GetString(), StringComparison.Ordinal);
        Assert.Equal("instagram", tooLong.GetProperty("platform").GetString());
        Assert.NotEqual("", tooLong.GetProperty("source").GetString());
        Assert.Contains(errors, error => error.GetProperty("field").GetString()!.StartsWith("media", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_too_large_upload_is_refused_before_it_is_sent()
    {
        const long Size = 8L << 30;
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, system.App.Port);
        await using var stream = socket.GetStream();
        var head =
            $"POST /api/v1/media?fileName=huge.mp4 HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {system.ApiKey}\r\n"
            + $"Content-Type: video/mp4\r\nContent-Length: {Size}\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head));
        await stream.WriteAsync(DemoFiles.Read(DemoFiles.ReelVideo)[..4096]);

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var reader = new StreamReader(stream, Encoding.ASCII);
        var status = await reader.ReadLineAsync(patience.Token);

        Assert.StartsWith("HTTP/1.1 413", status, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("notes.jpg", "image/jpeg", "just some text that claims to be a picture")]
    [InlineData("page.jpg", "image/jpeg", "<html><script>alert(1)</script></html>")]
    [InlineData("program.mp4", "video/mp4", "\u007fELF and so on")]
    public async Task Bytes_that_are_no_media_are_refused(string name, string contentType, string bytes)
    {
        var answer = await UploadAsync(name, contentType, Encoding.UTF8.GetBytes(bytes));

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.Status);
        Assert.Equal("application/problem+json", answer.ContentType);
    }

    [Fact]
    public async Task A_video_that_claims_to_be_a_picture_is_refused()
    {
        var answer = await UploadAsync("reel.jpg", "image/jpeg", DemoFiles.Read(DemoFiles.ReelVideo));

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.Status);
    }

    [Theory]
    [InlineData("api/v1/no-such-thing")]
    [InlineData("api/v2/posts")]
    [InlineData("media/../../etc/passwd")]
    public async Task Unknown_paths_are_not_found(string path)
    {
        Assert.Equal(HttpStatusCode.NotFound, (await system.Client.GetAsync(path)).Status);
    }

    private async Task<ApiAnswer> UploadAsync(string name, string contentType, byte[] bytes)
    {
        using var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        return await system.Client.SendAsync(HttpMethod.Post, $"api/v1/media?fileName={name}", content);
    }
}
