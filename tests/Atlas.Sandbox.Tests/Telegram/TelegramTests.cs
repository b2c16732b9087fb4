using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Atlas.Sandbox.Telegram;

namespace Atlas.Sandbox.Tests.Telegram;

public sealed class TelegramTests : SandboxTest
{
    [Fact]
    public async Task A_bot_knows_itself_and_its_right_to_post()
    {
        var channel = await ChannelAsync();
        var me = await OkAsync(channel, "getMe", new { });
        var chat = await OkAsync(channel, "getChat", new { chat_id = "@" + channel.Username });
        var member = await OkAsync(
            channel,
            "getChatMember",
            new { chat_id = channel.Id, user_id = me.GetProperty("id").GetInt64() }
        );

        Assert.True(me.GetProperty("is_bot").GetBoolean());
        Assert.Equal((channel.Id, "channel"), (chat.GetProperty("id").GetInt64(), chat.GetProperty("type").GetString()));
        Assert.StartsWith("-100", channel.Id.ToString());
        Assert.Equal("administrator", member.GetProperty("status").GetString());
        Assert.True(member.GetProperty("can_post_messages").GetBoolean());
    }

    [Fact]
    public async Task A_message_is_sent_edited_and_deleted()
    {
        var channel = await ChannelAsync();
        var sent = await OkAsync(
            channel,
            "sendMessage",
            new
            {
                chat_id = channel.Id,
                text = "<b>Fresh</b> &amp; warm",
                parse_mode = "HTML",
            }
        );
        var id = sent.GetProperty("message_id").GetInt64();
        Assert.Equal("Fresh & warm", sent.GetProperty("text").GetString());
        Assert.Equal("bold", sent.GetProperty("entities")[0].GetProperty("type").GetString());
        Assert.Contains("Fresh &amp; warm", await Http.GetStringAsync($"telegram/{channel.Username}/{id}"));

        var edit = new
        {
            chat_id = channel.Id,
            message_id = id,
            text = "Sold out",
        };
        var edited = await OkAsync(channel, "editMessageText", edit);
        Assert.True(edited.TryGetProperty("edit_date", out _));
        Assert.StartsWith(
            "Bad Request: message is not modified",
            (await ErrorAsync(channel, "editMessageText", edit)).Description
        );
        var delete = new { chat_id = channel.Id, message_id = id };
        Assert.True((await OkAsync(channel, "deleteMessage", delete)).GetBoolean());
        Assert.Equal(
            "Bad Request: message to delete not found",
            (await ErrorAsync(channel, "deleteMessage", delete)).Description
        );

        Assert.Equal(["post", "edit", "delete"], (await EffectsAsync()).Select(effect => effect.GetProperty("kind").GetString()));
        Assert.Equal(HttpStatusCode.NotFound, (await Http.GetAsync($"telegram/{channel.Username}/{id}")).StatusCode);
    }

    [Fact]
    public async Task Files_come_by_address_by_upload_and_by_id()
    {
        var channel = await ChannelAsync();
        var byUrl = await OkAsync(
            channel,
            "sendPhoto",
            new
            {
                chat_id = channel.Id,
                photo = Media.Url("three-inks-square.jpg"),
                caption = "url",
            }
        );
        var fileId = byUrl.GetProperty("photo")[0].GetProperty("file_id").GetString();
        await OkAsync(
            channel,
            "sendPhoto",
            new
            {
                chat_id = channel.Id,
                photo = fileId,
                caption = "id",
            }
        );
        var video = await UploadAsync(
            channel,
            "sendVideo",
            "video",
            MediaServer.Demo(Directory.GetFiles(Demo, "*.mp4").Select(Path.GetFileName).First()!)
        );
        var document = await UploadAsync(channel, "sendDocument", "document", [.. "%PDF-1.7 a menu"u8]);

        Assert.True(video.GetProperty("video").GetProperty("duration").GetInt32() > 0);
        Assert.True(document.TryGetProperty("document", out _));
        var effects = await EffectsAsync();
        Assert.Equal(["post", "post", "video", "document"], effects.Select(effect => effect.GetProperty("kind").GetString()));
        Assert.Equal(effects[0].GetProperty("mediaSha256")[0].GetString(), effects[1].GetProperty("mediaSha256")[0].GetString());
        Assert.Contains("PDF document", await Http.GetStringAsync($"telegram/{channel.Username}"));
    }

    [Fact]
    public async Task An_album_is_one_post_of_several_messages()
    {
        var channel = await ChannelAsync();
        using var form = new MultipartFormDataContent
        {
            { new StringContent(channel.Id.ToString()), "chat_id" },
            {
                new StringContent(
                    $$"""[{"type":"photo","media":"attach://one","caption":"Both"},{"type":"photo","media":"{{Media.Url("three-inks-square.jpg")}}"}]"""
                ),
                "media"
            },
            { new ByteArrayContent(TestMedia.Jpeg(800, 600)), "one", "one.jpg" },
        };
        var messages = await ResultAsync(await Http.PostAsync($"api.telegram.org/bot{channel.Token}/sendMediaGroup", form));

        Assert.Equal(2, messages.GetArrayLength());
        var effect = Assert.Single(await EffectsAsync());
        Assert.Equal(
            ("carousel", 2),
            (effect.GetProperty("kind").GetString(), effect.GetProperty("mediaSha256").GetArrayLength())
        );
        foreach (var message in messages.EnumerateArray())
        {
            await OkAsync(
                channel,
                "deleteMessage",
                new { chat_id = channel.Id, message_id = message.GetProperty("message_id").GetInt64() }
            );
        }

        Assert.Equal(["carousel", "edit", "delete"], (await EffectsAsync()).Select(e => e.GetProperty("kind").GetString()));
    }

    [Fact]
    public async Task Limits_count_what_readers_see()
    {
        var channel = await ChannelAsync();
        await OkAsync(
            channel,
            "sendMessage",
            new
            {
                chat_id = channel.Id,
                text = $"<b>{new string('x', 4_096)}</b>",
                parse_mode = "HTML",
            }
        );

        Assert.Equal(
            "Bad Request: message is too long",
            (await ErrorAsync(channel, "sendMessage", new { chat_id = channel.Id, text = new string('x', 4_097) })).Description
        );
        var photo = Media.Url("three-inks-square.jpg");
        Assert.Equal(
            "Bad Request: message caption is too long",
            (
                await ErrorAsync(
                    channel,
                    "sendPhoto",
                    new
                    {
                        chat_id = channel.Id,
                        photo,
                        caption = new string('x', 1_025),
                    }
                )
            ).Description
        );
        Assert.Equal(
            "Bad Request: message text is empty",
            (await ErrorAsync(channel, "sendMessage", new { chat_id = channel.Id, text = " " })).Description
        );
        Assert.Equal("Bad Request: chat_id is empty", (await ErrorAsync(channel, "sendMessage", new { text = "a" })).Description);
        Assert.Equal(
            "Bad Request: chat not found",
            (await ErrorAsync(channel, "sendMessage", new { chat_id = "@nobody", text = "a" })).Description
        );
        Assert.Contains(
            "Unknown field txt",
            (
                await ErrorAsync(
                    channel,
                    "sendMessage",
                    new
                    {
                        chat_id = channel.Id,
                        text = "a",
                        txt = "b",
                    }
                )
            ).Description
        );
        var wide = Media.Put("wide.jpg", TestMedia.Jpeg(9_000, 300), "image/jpeg");
        Assert.Equal(
            "Bad Request: PHOTO_INVALID_DIMENSIONS",
            (await ErrorAsync(channel, "sendPhoto", new { chat_id = channel.Id, photo = wide })).Description
        );
        Assert.Equal(
            "Bad Request: failed to get HTTP URL content",
            (await ErrorAsync(channel, "sendPhoto", new { chat_id = channel.Id, photo = Media.Url("none.jpg") })).Description
        );
        Assert.Single(await EffectsAsync());
    }

    [Theory]
    [InlineData("kicked", "true", 403)]
    [InlineData("left", "true", 403)]
    [InlineData("administrator", "false", 400)]
    public async Task A_bot_without_the_right_can_not_post(string membership, string canPost, int status)
    {
        var channel = await ChannelAsync(new { membership, canPost });

        Assert.Equal(status, (await ErrorAsync(channel, "sendMessage", new { chat_id = channel.Id, text = "a" })).Code);
        Assert.Empty(await EffectsAsync());
    }

    [Fact]
    public async Task A_revoked_token_is_unauthorized_and_a_new_one_works()
    {
        var channel = await ChannelAsync();
        var body = new { chat_id = channel.Id, text = "a" };
        await PostJsonAsync("control/tokens/end", new { platform = "telegram", account = channel.Username });

        Assert.Equal((401, "Unauthorized"), Known(await ErrorAsync(channel, "sendMessage", body)));
        var minted = await PostJsonAsync("control/tokens", new { platform = "telegram", account = channel.Username });
        await OkAsync(channel with { Token = minted.GetProperty("accessToken").GetString() ?? "" }, "sendMessage", body);
    }

    [Fact]
    public async Task A_throttled_bot_hears_how_long_to_wait()
    {
        var channel = await ChannelAsync();
        await FaultAsync(
            new
            {
                kind = "throttle",
                operation = "telegram.message.send",
                phase = "after",
                times = 1,
                retryAfterSeconds = 12,
            }
        );

        var error = await ErrorAsync(channel, "sendMessage", new { chat_id = channel.Id, text = "a" });

        Assert.Equal((429, "Too Many Requests: retry after 12"), Known(error));
        Assert.Equal(12, error.Body.GetProperty("parameters").GetProperty("retry_after").GetInt32());
        Assert.Single(await EffectsAsync());
    }

    [Fact]
    public async Task The_token_in_the_path_is_never_logged()
    {
        var channel = await ChannelAsync();
        await OkAsync(channel, "getMe", new { });
        using var unknown = await Http.GetAsync($"api.telegram.org/bot{channel.Token}/noSuchMethod");

        var calls = await Http.GetStringAsync("control/calls");

        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Contains("telegram.me.read", calls);
        Assert.Contains("noSuchMethod", calls);
        Assert.DoesNotContain(channel.Token, calls);
    }

    [Theory]
    [InlineData("a *b* _c_ [d](https://e.example)", "a b c d", "bold,italic,text_link")]
    [InlineData(@"1\.5 \- `x.y` ||z||", "1.5 - x.y z", "code,spoiler")]
    [InlineData("so.", null, "Character '.' is reserved")]
    [InlineData("*open", null, "Can't find end of the entity")]
    public void Markdown_is_read_or_refused(string source, string? plain, string expected) =>
        AssertMarkup(new MarkdownMarkup(source).Read(), plain, expected);

    [Theory]
    [InlineData("<b>a<i>b</i></b> <a href=\"https://c.example?d=1&amp;e\">f</a>", "ab f", "bold,italic,text_link")]
    [InlineData("1 &lt; 2", "1 < 2", "")]
    [InlineData("<b>open", null, "Can't find end tag corresponding to start tag \"b\"")]
    [InlineData("<b>a</i>", null, "Unmatched end tag at byte offset 4")]
    [InlineData("é<div>", null, "Unsupported start tag \"div\" at byte offset 2")]
    [InlineData("a</b>", null, "Unmatched end tag")]
    [InlineData("a<", null, "Unclosed start tag")]
    public void Html_is_read_or_refused(string source, string? plain, string expected) =>
        AssertMarkup(new HtmlMarkup(source).Read(), plain, expected);

    private static string Demo => Path.Combine(AppContext.BaseDirectory, "Demo");

    private static void AssertMarkup((TelegramText Text, string? Problem) read, string? plain, string expected)
    {
        if (plain is null)
        {
            Assert.Contains(expected, read.Problem);
            return;
        }

        Assert.Null(read.Problem);
        Assert.Equal(
            (plain, expected),
            (read.Text.Plain, string.Join(',', read.Text.Entities.Select(entity => entity.Type).Order()))
        );
        Assert.All(read.Text.Entities, entity => Assert.InRange(entity.Offset + entity.Length, 1, plain.Length));
    }

    private async Task<Channel> ChannelAsync(object? extra = null)
    {
        var account = (await PostJsonAsync("control/accounts", new { platform = "telegram", extra })).GetProperty("accounts")[0];
        return new Channel(
            long.Parse(account.GetProperty("accountId").GetString() ?? ""),
            account.GetProperty("username").GetString() ?? "",
            account.GetProperty("accessToken").GetString() ?? ""
        );
    }

    private async Task<JsonElement> OkAsync(Channel channel, string method, object body) =>
        await ResultAsync(await Http.PostAsJsonAsync($"api.telegram.org/bot{channel.Token}/{method}", body));

    private async Task<JsonElement> UploadAsync(Channel channel, string method, string field, byte[] content)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent(channel.Id.ToString()), "chat_id" },
            { new ByteArrayContent(content), field, "file" },
        };
        return await ResultAsync(await Http.PostAsync($"api.telegram.org/bot{channel.Token}/{method}", form));
    }

    private static async Task<JsonElement> ResultAsync(HttpResponseMessage response)
    {
        using (response)
        {
            var json = await response.Content.ReadFromJsonAsync<JsonElement>();
            Assert.True(json.GetProperty("ok").GetBoolean(), json.ToString());
            return json.GetProperty("result");
        }
    }

    private async Task<Failure> ErrorAsync(Channel channel, string method, object body)
    {
        using var response = await Http.PostAsJsonAsync($"api.telegram.org/bot{channel.Token}/{method}", body);
        var json = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.False(json.GetProperty("ok").GetBoolean(), json.ToString());
        Assert.Equal((int)response.StatusCode, json.GetProperty("error_code").GetInt32());
        return new Failure((int)response.StatusCode, json.GetProperty("description").GetString() ?? "", json);
    }

    private static (int, string) Known(Failure failure) => (failure.Code, failure.Description);

    private sealed record Channel(long Id, string Username, string Token);

    private sealed record Failure(int Code, string Description, JsonElement Body);
}
