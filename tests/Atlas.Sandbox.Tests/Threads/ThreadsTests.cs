using System.Net;
using System.Text.Json;

namespace Atlas.Sandbox.Tests.Threads;

public sealed class ThreadsTests : SandboxTest
{
    private const string Graph = "graph.threads.net/v1.0";

    [Fact]
    public async Task What_no_page_names_or_a_call_needs_is_refused()
    {
        var user = await UserAsync();
        Assert.Equal((100, null), (await CreateAsync(user, ("media_type", "TEXT"), ("text", "a"), ("caption", "b"))).Error);
        Assert.Equal((100, null), (await CreateAsync(user, ("text", "a"))).Error);
        Assert.Equal((100, null), (await CreateAsync(user, ("media_type", "TEXT"))).Error);
        Assert.Equal((100, null), (await CreateAsync(user, ("media_type", "IMAGE"), ("text", "a"))).Error);
        Assert.Equal(
            (100, null),
            (await CreateAsync(user, ("media_type", "TEXT"), ("text", "a"), ("image_url", "https://a.example"))).Error
        );
        Assert.Equal((100, null), (await CreateAsync(user, ("media_type", "CAROUSEL"), ("children", "1,2"))).Error);
        Assert.Equal((100, null), (await CreateAsync(user, ("media_type", "TEXT"), ("text", "a"), ("reply_to_id", "1"))).Error);
        Assert.Equal(
            (100, null),
            (await CreateAsync(user, ("media_type", "TEXT"), ("text", "a"), ("reply_control", "nobody"))).Error
        );
        Assert.Equal(
            (100, 4279071),
            (await CreateAsync(user, ("media_type", "TEXT"), ("text", "a"), ("topic_tag", "a&b"))).Error
        );
        Assert.Equal((100, null), (await CreateAsync(user, ("media_type", "TEXT"), ("text", new string('a', 497) + "🍞"))).Error);
        Assert.Equal(
            (100, null),
            (await CreateAsync(user, ("media_type", "TEXT"), ("text", "a"), ("poll_attachment", """{"option_a":"x"}"""))).Error
        );
        Assert.Equal(
            (190, null),
            (await CreateAsync(user with { Token = "THAAx" }, ("media_type", "TEXT"), ("text", "a"))).Error
        );
        Assert.Equal((100, null), (await GetAsync(user, $"{user.Id}/threads?fields=caption")).Error);
    }

    [Fact]
    public async Task Six_links_are_one_too_many_and_the_error_says_its_name()
    {
        var user = await UserAsync();
        var links = string.Join(' ', Enumerable.Range(1, 5).Select(i => $"https://{i}.example"));
        Assert.NotEmpty(
            (await CreateAsync(user, ("media_type", "TEXT"), ("text", links), ("link_attachment", "https://1.example"))).Id
        );
        var refused = await CreateAsync(user, ("media_type", "TEXT"), ("text", links), ("link_attachment", "https://6.example"));
        Assert.Equal("THREADS_API__LINK_LIMIT_EXCEEDED", refused.Body.GetProperty("error").GetProperty("message").GetString());
    }

    [Fact]
    public async Task A_video_is_published_only_when_it_is_finished_and_its_container_is_none_any_more_then()
    {
        await SetAsync(new { videoProcessingMs = 3_600_000 });
        var user = await UserAsync();
        var container = (await CreateAsync(user, ("media_type", "VIDEO"), ("video_url", Media.Url("dough-reel.mp4")))).Id;
        Assert.Equal("IN_PROGRESS", (await GetAsync(user, $"{container}?fields=status"))["status"]);
        Assert.Equal((24, 4279009), (await PublishAsync(user, container)).Error);

        await SetAsync(new { clockOffsetSeconds = 3_700 });
        Assert.Equal("FINISHED", await SettledAsync(user, container));
        var post = (await PublishAsync(user, container)).Id;

        var gone = await GetAsync(user, $"{container}?fields=id,status");
        Assert.Equal((100, null), gone.Error);
        Assert.Equal("THApiException", gone.Body.GetProperty("error").GetProperty("type").GetString());
        Assert.Equal((24, 4279009), (await PublishAsync(user, container)).Error);
        Assert.NotEqual(container, post);
        Assert.Equal("VIDEO", (await GetAsync(user, $"{post}?fields=media_type"))["media_type"]);
        Assert.Single(await EffectsAsync(user.Id));
    }

    [Fact]
    public async Task A_container_that_nobody_published_expires_after_a_day_and_a_bad_file_fails_it()
    {
        var user = await UserAsync();
        var text = (await CreateAsync(user, ("media_type", "TEXT"), ("text", "a"))).Id;
        var image = (await CreateAsync(user, ("media_type", "IMAGE"), ("image_url", Media.Url("dough-reel.mp4")))).Id;
        var error = await GetAsync(user, $"{image}?fields=status,error_message");
        Assert.Equal(("ERROR", "UNKNOWN"), (error["status"], error["error_message"]));

        await SetAsync(new { clockOffsetSeconds = 86_500 });
        Assert.Equal("EXPIRED", (await GetAsync(user, $"{text}?fields=status"))["status"]);
        Assert.Equal((24, 4279009), (await PublishAsync(user, text)).Error);
    }

    [Fact]
    public async Task Replies_are_listed_apart_and_counted_apart()
    {
        var user = await UserAsync();
        var root = await PostAsync(user, "Root");
        var reply = await PostAsync(user, "Reply", root);
        var deep = await PostAsync(user, "Deeper", reply);

        var posts = (await GetAsync(user, "me/threads?fields=text,is_reply")).Body.GetProperty("data");
        var replies = (await GetAsync(user, $"{user.Id}/replies?fields=text,replied_to,root_post")).Body.GetProperty("data");
        Assert.Equal([root], posts.EnumerateArray().Select(Id));
        Assert.Equal([deep, reply], replies.EnumerateArray().Select(Id));
        Assert.Equal((reply, root), (Id(replies[0].GetProperty("replied_to")), Id(replies[0].GetProperty("root_post"))));
        var limits = (
            await GetAsync(user, "me/threads_publishing_limit?fields=quota_usage,config,reply_quota_usage,reply_config")
        ).Body.GetProperty("data")[0];
        Assert.Equal((1, 2), (limits.GetProperty("quota_usage").GetInt32(), limits.GetProperty("reply_quota_usage").GetInt32()));
        Assert.Equal(250, limits.GetProperty("config").GetProperty("quota_total").GetInt32());
        Assert.Equal(1000, limits.GetProperty("reply_config").GetProperty("quota_total").GetInt32());
    }

    [Fact]
    public async Task Quotas_end_what_an_account_may_do_in_a_day()
    {
        var user = await UserAsync(new { postQuota = "1", deleteQuota = "1" });
        var first = await PostAsync(user, "First");
        var second = (await CreateAsync(user, ("media_type", "TEXT"), ("text", "Second"))).Id;
        Assert.Equal((613, null), (await PublishAsync(user, second)).Error);

        await PostAsync(user, "Replies have a quota of their own", first);
        Assert.Equal(first, (await DeleteAsync(user, first))["deleted_id"]);
        Assert.Equal((100, 33), (await DeleteAsync(user, first)).Error);
        Assert.Equal((613, null), (await PublishAsync(user, second)).Error);
        await SetAsync(new { clockOffsetSeconds = 80_000 });
        Assert.Equal((613, null), (await PublishAsync(user, second)).Error);
        await SetAsync(new { clockOffsetSeconds = 86_400 });
        var third = (await CreateAsync(user, ("media_type", "TEXT"), ("text", "Third"))).Id;
        Assert.NotEmpty((await PublishAsync(user, third)).Id);
    }

    [Fact]
    public async Task The_profile_page_and_the_index_show_the_account()
    {
        var user = await UserAsync();
        var post = await PostAsync(user, "On the page #rye");

        Assert.Contains("On the page", await Http.GetStringAsync($"threads/{user.Name}"));
        Assert.Contains("rye", await Http.GetStringAsync($"threads/{user.Name}/{post}"));
        Assert.Contains($"threads/{user.Name}", await Http.GetStringAsync(""));
        await DeleteAsync(user, post);
        Assert.Equal(HttpStatusCode.NotFound, (await Http.GetAsync($"threads/{user.Name}/{post}")).StatusCode);
    }

    private static string? Id(JsonElement json) => json.GetProperty("id").GetString();

    private async Task<User> UserAsync(object? extra = null)
    {
        var answer = await PostJsonAsync("control/accounts", new { platform = "threads", extra });
        var account = answer.GetProperty("accounts")[0];
        return new User(
            account.GetProperty("accountId").GetString()!,
            account.GetProperty("username").GetString()!,
            account.GetProperty("accessToken").GetString()!
        );
    }

    private async Task<string> PostAsync(User user, string text, string? replyTo = null)
    {
        (string, string)[] form = [("media_type", "TEXT"), ("text", text)];
        var container = await CreateAsync(user, replyTo is null ? form : [.. form, ("reply_to_id", replyTo)]);
        return (await PublishAsync(user, container.Id)).Id;
    }

    private Task<Answer> CreateAsync(User user, params (string Name, string Value)[] form) =>
        SendAsync(user, HttpMethod.Post, $"{user.Id}/threads", form);

    private Task<Answer> PublishAsync(User user, string container) =>
        SendAsync(user, HttpMethod.Post, "me/threads_publish", ("creation_id", container));

    private Task<Answer> GetAsync(User user, string path) => SendAsync(user, HttpMethod.Get, path);

    private Task<Answer> DeleteAsync(User user, string id) => SendAsync(user, HttpMethod.Delete, id);

    private async Task<string> SettledAsync(User user, string container)
    {
        for (var i = 0; i < 500; i++)
        {
            var status = (await GetAsync(user, $"{container}?fields=status"))["status"];
            if (status is not "IN_PROGRESS")
            {
                return status;
            }

            await Task.Delay(10);
        }

        throw new TimeoutException($"Container {container} is still in progress.");
    }

    private async Task<Answer> SendAsync(User user, HttpMethod method, string path, params (string Name, string Value)[] form)
    {
        using var request = new HttpRequestMessage(method, $"{Graph}/{path}");
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {user.Token}");
        if (method == HttpMethod.Post)
        {
            request.Content = new FormUrlEncodedContent(form.Select(pair => KeyValuePair.Create(pair.Name, pair.Value)));
        }

        using var response = await Http.SendAsync(request);
        return await Answer.ReadAsync(response);
    }

    private sealed record User(string Id, string Name, string Token);
}
