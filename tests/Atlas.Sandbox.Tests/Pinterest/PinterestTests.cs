using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Atlas.Sandbox.Tests.Pinterest;

public sealed class PinterestTests : SandboxTest
{
    private const string Api = "api.pinterest.com/v5";

    [Fact]
    public async Task What_no_page_names_or_a_pin_needs_is_refused()
    {
        var user = await UserAsync();
        var source = new { source_type = "image_url", url = Media.Url("three-inks-square.jpg") };
        Assert.Equal((400, 1), await RefusedAsync(user, new { media_source = source }));
        Assert.Equal((400, 1), await RefusedAsync(user, new { board_id = user.Board }));
        Assert.Equal(
            (400, 1),
            await RefusedAsync(
                user,
                new
                {
                    board_id = user.Board,
                    media_source = source,
                    caption = "a",
                }
            )
        );
        Assert.Equal(
            (400, 1),
            await RefusedAsync(
                user,
                new
                {
                    board_id = user.Board,
                    media_source = source,
                    title = new string('a', 101),
                }
            )
        );
        Assert.Equal(
            (400, 1),
            await RefusedAsync(user, new { board_id = user.Board, media_source = new { source_type = "gif" } })
        );
        Assert.Equal(
            (400, 1),
            await RefusedAsync(
                user,
                new
                {
                    board_id = user.Board,
                    media_source = new { source_type = "multiple_image_urls", items = new[] { new { url = source.url } } },
                }
            )
        );
        Assert.Equal((404, 40), await RefusedAsync(user, new { board_id = "1", media_source = source }));
        Assert.Equal(
            (400, 235),
            await RefusedAsync(
                user,
                new { board_id = user.Board, media_source = new { source_type = "image_url", url = Media.Url("none.jpg") } }
            )
        );
        Assert.Equal((401, 2), await RefusedAsync(user with { Token = "pina_x" }, new { }));
        Assert.Empty(await EffectsAsync(user.Id));
    }

    [Fact]
    public async Task A_video_is_pinned_only_when_its_upload_came_whole_signed_and_is_processed()
    {
        await SetAsync(new { videoProcessingMs = 3_600_000 });
        var user = await UserAsync();
        var registered = await SendAsync(user, HttpMethod.Post, "media", new { media_type = "video" });
        var id = registered.Body.GetProperty("media_id").GetString();
        var parameters = registered
            .Body.GetProperty("upload_parameters")
            .EnumerateObject()
            .ToDictionary(parameter => parameter.Name, parameter => parameter.Value.GetString()!);
        var address = registered.Body.GetProperty("upload_url").GetString()!;
        var pin = new
        {
            board_id = user.Board,
            media_source = new
            {
                source_type = "video_id",
                media_id = id,
                cover_image_key_frame_time = 1,
            },
        };
        Assert.Equal("registered", (await SendAsync(user, HttpMethod.Get, $"media/{id}"))["status"]);
        var forged = new Dictionary<string, string>(parameters) { ["x-amz-signature"] = "forged" };
        Assert.Equal(HttpStatusCode.Forbidden, await UploadAsync(address, forged));
        Assert.Equal(HttpStatusCode.NoContent, await UploadAsync(address, parameters));
        Assert.Equal("processing", (await SendAsync(user, HttpMethod.Get, $"media/{id}"))["status"]);
        Assert.Equal((400, 195), await RefusedAsync(user, pin));

        await SetAsync(new { clockOffsetSeconds = 3_700 });
        Assert.Equal("succeeded", (await SendAsync(user, HttpMethod.Get, $"media/{id}"))["status"]);
        Assert.Equal(
            (400, 1),
            await RefusedAsync(
                user,
                new { board_id = user.Board, media_source = new { source_type = "video_id", media_id = id } }
            )
        );
        Assert.Equal(HttpStatusCode.Created, (await SendAsync(user, HttpMethod.Post, "pins", pin)).Status);
        Assert.Equal("video", Assert.Single(await EffectsAsync(user.Id)).GetProperty("kind").GetString());
    }

    [Fact]
    public async Task A_board_lists_its_own_pins_page_by_page()
    {
        var user = await UserAsync();
        List<string?> made = [];
        for (var i = 0; i < 3; i++)
        {
            var answer = await SendAsync(
                user,
                HttpMethod.Post,
                "pins",
                new
                {
                    board_id = user.Board,
                    title = $"Pin {i}",
                    media_source = new { source_type = "image_url", url = Media.Url("three-inks-square.jpg") },
                }
            );
            made.Add(answer["id"]);
        }

        var first = await SendAsync(user, HttpMethod.Get, $"boards/{user.Board}/pins?page_size=2");
        var second = await SendAsync(user, HttpMethod.Get, $"boards/{user.Board}/pins?page_size=2&bookmark={first["bookmark"]}");
        Assert.Equal(
            Enumerable.Reverse(made),
            first.Body.GetProperty("items").EnumerateArray().Concat(second.Body.GetProperty("items").EnumerateArray()).Select(Id)
        );
        Assert.Equal(JsonValueKind.Null, second.Body.GetProperty("bookmark").ValueKind);
        var other = await SendAsync(user, HttpMethod.Get, $"boards/{user.OtherBoard}/pins");
        Assert.Empty(other.Body.GetProperty("items").EnumerateArray());
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await SendAsync(await UserAsync(), HttpMethod.Get, $"boards/{user.Board}/pins")).Status
        );
        Assert.Contains("Pin 2", await Http.GetStringAsync($"pinterest/{user.Name}/{made[2]}"));
    }

    private static string? Id(JsonElement json) => json.GetProperty("id").GetString();

    private async Task<HttpStatusCode> UploadAsync(string address, Dictionary<string, string> parameters)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in parameters)
        {
            form.Add(new StringContent(value), name);
        }

        form.Add(new ByteArrayContent(await Http.GetByteArrayAsync(Media.Url("dough-reel.mp4"))), "file", "a.mp4");
        using var response = await Http.PostAsync(address, form);
        return response.StatusCode;
    }

    private async Task<User> UserAsync()
    {
        var answer = await PostJsonAsync("control/accounts", new { platform = "pinterest" });
        var account = answer.GetProperty("accounts")[0];
        var extra = account.GetProperty("extra");
        return new User(
            account.GetProperty("accountId").GetString()!,
            account.GetProperty("username").GetString()!,
            account.GetProperty("accessToken").GetString()!,
            extra.GetProperty("boardId").GetString()!,
            extra.GetProperty("otherBoardId").GetString()!
        );
    }

    private async Task<(int Status, int Code)> RefusedAsync(User user, object pin)
    {
        var answer = await SendAsync(user, HttpMethod.Post, "pins", pin);
        Assert.NotEmpty(answer["message"]);
        return ((int)answer.Status, answer.Body.GetProperty("code").GetInt32());
    }

    private async Task<Answer> SendAsync(User user, HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, $"{Api}/{path}");
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {user.Token}");
        request.Content = body is null ? null : JsonContent.Create(body);
        using var response = await Http.SendAsync(request);
        return await Answer.ReadAsync(response);
    }

    private sealed record User(string Id, string Name, string Token, string Board, string OtherBoard);
}
