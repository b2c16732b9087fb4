using System.Net;
using Atlas.Functions.Tests.App;

namespace Atlas.Functions.Tests.Media;

[Collection(AtlasCollection.Name)]
public sealed class LibraryTests(RunningAtlas app)
{
    [Fact]
    public async Task Bytes_that_the_workspace_has_are_the_same_file_unless_a_copy_is_asked_for()
    {
        var (workspace, other) = (await app.NewWorkspaceAsync(), await app.NewWorkspaceAsync());
        var picture = Pictures.Png(30, 20);
        var first = (await workspace.Client.UploadAsync("a.png", "image/png", picture)).Expect(HttpStatusCode.Created);

        var again = (await workspace.Client.UploadAsync("b.png", "image/png", picture)).Expect(HttpStatusCode.OK);
        var copy = (await workspace.Client.UploadAsync("c.png&copy=true", "image/png", picture)).Expect(HttpStatusCode.Created);
        var theirs = (await other.Client.UploadAsync("a.png", "image/png", picture)).Expect(HttpStatusCode.Created);

        Assert.Equal((first.Id, true, "a.png"), (again.Id, (bool)again["duplicate"]!, (string?)again["fileName"]));
        Assert.Equal(first.ETag, again.ETag);
        Assert.Equal(3, new[] { first.Id, copy.Id, theirs.Id }.Distinct().Count());
    }

    [Fact]
    public async Task Files_are_found_by_tag_kind_and_name()
    {
        var workspace = await app.NewWorkspaceAsync();
        for (var i = 0; i < 7; i++)
        {
            var query = $"Summer-{i}.png&tags={(i % 2 == 0 ? "beach, Sun" : "city")}";
            (await workspace.Client.UploadAsync(query, "image/png", Pictures.Png(10 + i, 5))).Expect(HttpStatusCode.Created);
        }

        Assert.Equal(4, await CountAsync("tag=SUN"));
        Assert.Equal(3, await CountAsync("tag=city&kind=image"));
        Assert.Equal(0, await CountAsync("tag=city&kind=video"));
        Assert.Equal(1, await CountAsync("search=summer-3"));
        Assert.Equal(0, await CountAsync("retention=temporary"));
        Assert.Equal(4, await CountAsync("tag=beach&limit=1"));
        (await workspace.Client.GetAsync("/api/v1/media?retention=forever")).Expect(HttpStatusCode.BadRequest);

        async Task<int> CountAsync(string query)
        {
            var (count, cursor) = (0, "");
            do
            {
                var page = (await workspace.Client.GetAsync($"/api/v1/media?{query}{cursor}")).Expect(HttpStatusCode.OK);
                count += page["items"]!.AsArray().Count;
                cursor = page["next"] is { } next ? $"&cursor={next}" : "";
            } while (cursor.Length > 0);

            return count;
        }
    }

    [Fact]
    public async Task A_change_touches_what_it_names_and_knows_an_old_version()
    {
        var workspace = await app.NewWorkspaceAsync();
        var path = $"/api/v1/media/{await workspace.UploadAsync()}";
        var read = await workspace.Client.GetAsync(path);
        var tagged = (
            await workspace.Client.PatchAsync(path, new { altText = "Alt", tags = new[] { "x", "X ", "y" } }, read.ETag)
        ).Expect(HttpStatusCode.OK);

        (await workspace.Client.PatchAsync(path, new { fileName = "late.png" }, read.ETag)).Expect(
            HttpStatusCode.PreconditionFailed
        );
        var renamed = await workspace.Client.PatchAsync(path, new { fileName = "new.png", retention = "temporary" }, tagged.ETag);

        Assert.Equal(
            ("new.png", "Alt", "temporary"),
            ((string?)renamed["fileName"], (string?)renamed["altText"], (string?)renamed["retention"])
        );
        Assert.Equal(["x", "y"], renamed["tags"]!.AsArray().Select(tag => (string?)tag));
        var wrong = await workspace.Client.PatchAsync(path, new { fileName = "", tags = new[] { "a,b", "" } });
        Assert.Equal(["tags[0]", "tags[1]", "fileName"], wrong.Expect(HttpStatusCode.UnprocessableEntity).Fields);
    }

    [Fact]
    public async Task A_file_shows_the_posts_that_use_it_and_those_that_need_it_keep_it()
    {
        var workspace = await app.NewWorkspaceAsync();
        var (channel, media) = (await workspace.ConnectAsync(), await workspace.UploadAsync());
        var (one, two) = (await PostAsync("One"), await PostAsync("Two"));
        await workspace.Client.PostAsync($"/api/v1/posts/{one.Id}/cancel");

        var uses = (await workspace.Client.GetAsync($"/api/v1/media/{media}"))["usedBy"]!.AsArray();
        var refused = (await workspace.Client.DeleteAsync($"/api/v1/media/{media}")).Expect(HttpStatusCode.Conflict);

        Assert.Equal(
            [(one.Id, "One", false, "Cancelled"), (two.Id, "Two", true, "Scheduled")],
            uses.Select(use =>
                ((string)use!["postId"]!, (string)use["text"]!, (bool)use["needed"]!, (string)use["publications"]![0]!["state"]!)
            )
        );
        Assert.Equal([two.Id], refused["errors"]!.AsArray().Select(error => (string?)error!["actual"]));
        (await workspace.Client.GetAsync($"/api/v1/media/{media}")).Expect(HttpStatusCode.OK);
        await workspace.Client.PatchAsync($"/api/v1/posts/{two.Id}", new { media = Array.Empty<object>() });
        (await workspace.Client.DeleteAsync($"/api/v1/media/{media}")).Expect(HttpStatusCode.NoContent);

        Task<ApiAnswer> PostAsync(string text) =>
            workspace.Client.PostAsync(
                "/api/v1/posts",
                new
                {
                    channelIds = new[] { channel },
                    text,
                    media = new[] { new { mediaId = media } },
                    dueAt = DateTimeOffset.UtcNow.AddDays(1),
                }
            );
    }

    [Fact]
    public async Task A_poster_is_given_shown_replaced_and_taken_away()
    {
        var workspace = await app.NewWorkspaceAsync();
        var path = $"/api/v1/media/{await workspace.UploadAsync()}";
        var (small, other) = (Pictures.Png(64, 36), Pictures.Png(32, 18));

        (await workspace.Client.SendAsync(HttpMethod.Put, $"{path}/poster", new ByteArrayContent(small))).Expect(
            HttpStatusCode.OK
        );
        var media = await workspace.Client.SendAsync(HttpMethod.Put, $"{path}/poster", new ByteArrayContent(other));
        using var shown = await workspace.Client.Http.GetAsync((string)media["poster"]!["url"]!);

        Assert.Equal(other, await shown.Content.ReadAsByteArrayAsync());
        Assert.Equal(
            ("image/png", 32, 18, "given"),
            (
                shown.Content.Headers.ContentType?.MediaType,
                (int)media["poster"]!["width"]!,
                (int)media["poster"]!["height"]!,
                (string?)media["poster"]!["origin"]
            )
        );
        var listed = (await workspace.Client.GetAsync("/api/v1/media"))["items"]![0]!;
        Assert.Equal((string?)media["poster"]!["url"], (string?)listed["poster"]!["url"]);
        (await PutAsync(new byte[512 * 1024 + 1])).Expect(HttpStatusCode.RequestEntityTooLarge);
        (await PutAsync("text"u8.ToArray())).Expect(HttpStatusCode.UnsupportedMediaType);
        (await PutAsync(Pictures.Png(2049, 1))).Expect(HttpStatusCode.UnprocessableEntity);
        (await PutAsync(small[..^20])).Expect(HttpStatusCode.UnprocessableEntity);
        Assert.Null((await workspace.Client.DeleteAsync($"{path}/poster"))["poster"]);
        (await workspace.Client.GetAsync($"{path}/poster")).Expect(HttpStatusCode.NotFound);
        var stranger = await app.NewWorkspaceAsync();
        (await stranger.Client.SendAsync(HttpMethod.Put, $"{path}/poster", new ByteArrayContent(small))).Expect(
            HttpStatusCode.NotFound
        );

        Task<ApiAnswer> PutAsync(byte[] bytes) =>
            workspace.Client.SendAsync(HttpMethod.Put, $"{path}/poster", new ByteArrayContent(bytes));
    }

    [Fact]
    public async Task A_file_that_breaks_off_behind_its_header_is_refused_with_its_rule()
    {
        var workspace = await app.NewWorkspaceAsync();

        var answer = await workspace.Client.UploadAsync("a.png", "image/png", Pictures.Png(900, 900)[..^30]);

        var error = Assert.Single(answer.Expect(HttpStatusCode.UnprocessableEntity)["errors"]!.AsArray())!;
        Assert.Equal(("body", "media.truncated"), ((string?)error["field"], (string?)error["rule"]));
    }
}
