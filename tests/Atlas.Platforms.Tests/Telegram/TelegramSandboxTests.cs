using System.Text.Json;
using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;
using Atlas.Core.Posts;
using Atlas.Core.Publishing;
using Atlas.Platforms.Tests.Networks;

namespace Atlas.Platforms.Tests.Telegram;

public sealed class TelegramSandboxTests(TelegramSandbox sandbox) : IClassFixture<TelegramSandbox>
{
    public static TheoryData<string, string, string[]> Formats() =>
        new()
        {
            { "Message", "post", [] },
            { "Photo", "post", ["rye-portrait.jpg"] },
            { "Video", "video", ["dough-reel.mp4"] },
            { "Album", "carousel", ["rye-portrait.jpg", "dough-reel.mp4", "fjord-landscape.jpg"] },
        };

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Each_format_goes_live_once_is_edited_and_is_deleted(string format, string kind, string[] files)
    {
        var actor = await sandbox.ConnectAsync();
        var work = sandbox.Post(actor, "1 < 2 & *rye*", [.. files.Select(sandbox.Demo)]);
        Assert.Empty(sandbox.Publisher.Check(work.Draft));
        Assert.Equal(format, sandbox.Publisher.FormatOf(work.Content, work.Media));

        var (answer, after, _) = await sandbox.RunAsync(work);

        var done = Assert.IsType<StepAnswer.Done>(answer);
        Assert.EndsWith($"/{actor.Channel.Handle}/{done.PlatformPostId}", done.Permalink);
        Assert.NotNull(done.PublishedAt);
        var effect = Assert.Single(await sandbox.EffectsAsync(actor.Channel));
        Assert.Equal(kind, effect.GetProperty("kind").GetString());
        Assert.Equal("1 < 2 & *rye*", effect.GetProperty("caption").GetString());
        Assert.Equal(
            work.Media.Select(asset => asset.Sha256),
            effect.GetProperty("mediaSha256").EnumerateArray().Select(hash => hash.GetString())
        );

        var live = after with { Cursor = done.Cursor, Content = after.Content with { Text = "Sold out" } };
        Assert.IsType<StepAnswer.Done>(await sandbox.Publisher.EditAsync(live, done.PlatformPostId, default));
        Assert.IsType<StepAnswer.Done>(await sandbox.Publisher.EditAsync(live, done.PlatformPostId, default));
        Assert.IsType<StepAnswer.Done>(await sandbox.Publisher.DeleteAsync(live, done.PlatformPostId, default));
        Assert.IsType<StepAnswer.Done>(await sandbox.Publisher.DeleteAsync(live, done.PlatformPostId, default));
        var effects = await sandbox.EffectsAsync(actor.Channel);
        Assert.Equal("Sold out", effects[1].GetProperty("caption").GetString());
        Assert.Equal("delete", effects[^1].GetProperty("kind").GetString());
    }

    [Fact]
    public async Task A_file_of_another_kind_goes_out_as_a_document()
    {
        var actor = await sandbox.ConnectAsync();
        var work = sandbox.Post(actor, "Menu", sandbox.File("menu.pdf", "%PDF-1.7\nmenu"u8.ToArray()));

        Assert.IsType<StepAnswer.Done>((await sandbox.RunAsync(work)).Answer);

        Assert.Equal("document", Assert.Single(await sandbox.EffectsAsync(actor.Channel)).GetProperty("kind").GetString());
    }

    [Fact]
    public async Task Markup_is_read_only_where_it_is_asked_for()
    {
        var actor = await sandbox.ConnectAsync();
        var work = sandbox.Post(actor, "<b>Fresh</b> &amp; warm");
        var marked = work with
        {
            Content = work.Content with { Options = JsonDocument.Parse("""{"parseMode":"HTML","silent":true}""").RootElement },
        };

        await sandbox.RunAsync(work);
        await sandbox.RunAsync(marked);

        var texts = (await sandbox.EffectsAsync(actor.Channel)).Select(effect => effect.GetProperty("caption").GetString());
        Assert.Equal(["<b>Fresh</b> &amp; warm", "Fresh & warm"], texts);
    }

    /// <summary>Nothing can be read back, so nothing is sent again: a person has to look.</summary>
    [Theory]
    [InlineData("cut", "after")]
    [InlineData("serverError", "after")]
    [InlineData("malformedBody", "after")]
    [InlineData("cut", "before")]
    public async Task A_lost_answer_stays_unknown_for_ever(string fault, string phase)
    {
        var actor = await sandbox.ConnectAsync();
        await sandbox.FaultAsync(actor.Channel, fault, "telegram.message.send", phase);

        var (answer, work, _) = await sandbox.RunAsync(sandbox.Post(actor, "Rye"));

        Assert.IsType<StepAnswer.Unknown>(answer);
        var found = await sandbox.Publisher.FindPublishedAsync(work, DateTimeOffset.UtcNow, default);
        Assert.True(Assert.IsType<FindAnswer.Unreadable>(found).Ever);
        Assert.Equal(phase == "after" ? 1 : 0, (await sandbox.EffectsAsync(actor.Channel)).Length);
    }

    [Theory]
    [InlineData(401, "Unauthorized", RefusalClass.Reconnect, "token")]
    [InlineData(403, "Forbidden: bot was kicked from the channel chat", RefusalClass.Reconnect, "may not post")]
    [InlineData(400, "Bad Request: need administrator rights in the channel chat", RefusalClass.Reconnect, "may not post")]
    [InlineData(400, "Bad Request: chat not found", RefusalClass.Reconnect, "does not know the channel")]
    [InlineData(400, "Bad Request: can't parse entities", RefusalClass.Rejected, "can't parse entities")]
    [InlineData(413, "Request Entity Too Large", RefusalClass.Rejected, "too large")]
    public async Task A_documented_error_has_its_class_and_words(int code, string text, RefusalClass expected, string words)
    {
        var actor = await sandbox.ConnectAsync();
        await sandbox.FaultAsync(actor.Channel, "error", "telegram.message.send", more: new { code, message = text });

        var (answer, _, _) = await sandbox.RunAsync(sandbox.Post(actor, "Rye"));

        var refused = Assert.IsType<StepAnswer.Refused>(answer);
        Assert.Equal(expected, refused.Class);
        Assert.Contains(words, refused.Problem.Message, StringComparison.Ordinal);
        Assert.Empty(await sandbox.EffectsAsync(actor.Channel));
    }

    [Fact]
    public async Task A_limit_waits_as_long_as_Telegram_says()
    {
        var actor = await sandbox.ConnectAsync();
        await sandbox.FaultAsync(actor.Channel, "throttle", "telegram.message.send", more: new { retryAfterSeconds = 120 });
        var before = DateTimeOffset.UtcNow;

        var (answer, _, _) = await sandbox.RunAsync(sandbox.Post(actor, "Rye"));

        var refused = Assert.IsType<StepAnswer.Refused>(answer);
        Assert.Equal(RefusalClass.RateLimited, refused.Class);
        Assert.InRange(refused.RetryAt!.Value, before.AddSeconds(120), before.AddSeconds(150));
    }

    [Fact]
    public async Task A_thread_is_a_chain_of_replies()
    {
        var actor = await sandbox.ConnectAsync();
        var picture = sandbox.Demo("rye-portrait.jpg");
        var work = sandbox.Post(actor, "One");
        work = work with
        {
            Content = work.Content with
            {
                Thread = [new ThreadPart("Two", [new PostMedia(picture.Id)]), new ThreadPart("Three")],
            },
            Extras = new[] { picture }.ToDictionary(asset => asset.Id),
        };
        Assert.Empty(sandbox.Publisher.Check(work.Draft));
        var post = Assert.IsType<StepAnswer.Done>((await sandbox.RunAsync(work)).Answer).PlatformPostId;

        Dictionary<string, string> made = [];
        foreach (var plan in sandbox.Publisher.Children(work.Content))
        {
            Assert.True(plan.After is null || made.ContainsKey(plan.After));
            var child = NetworkSandbox.Child(work, post, plan.Name) with { Made = made };
            made[plan.Name] = Assert.IsType<StepAnswer.Done>(await sandbox.RunChildAsync(child)).PlatformPostId;
        }

        Assert.Equal([ChildStep.Part(2), ChildStep.Part(3)], made.Keys);
        var texts = (await sandbox.EffectsAsync(actor.Channel)).Select(effect => effect.GetProperty("caption").GetString());
        Assert.Equal(["One", "Two", "Three"], texts);
    }

    [Fact]
    public async Task The_form_connects_a_channel_where_the_bot_may_post()
    {
        var actor = await sandbox.ConnectAsync();

        var grant = Assert
            .IsType<GrantAnswer.Granted>(await FillInAsync(actor.Token, $"https://t.me/{actor.Channel.Handle}"))
            .Grant;
        var accounts = Assert.IsType<AccountsAnswer.Accounts>(await sandbox.Login.ListAccountsAsync(grant, app: null, default));

        var account = Assert.Single(accounts.Usable);
        Assert.Equal((actor.Channel.AccountId, "channel"), (account.AccountId, account.Kind));
        Assert.Equal(actor.Token.Reveal(), account.Tokens.Access.Reveal());
        Assert.Null(account.Tokens.Owner);
        Assert.IsType<RevokeAnswer.NotOffered>(
            await sandbox.Login.RevokeAsync(actor.Channel, account.Tokens, app: null, default)
        );
        Assert.IsType<AccountAnswer.Account>(
            await sandbox.Accounts.ReadAccountAsync("telegram", actor.Token, actor.Channel.AccountId, default)
        );
    }

    [Theory]
    [InlineData("membership", "left")]
    [InlineData("membership", "kicked")]
    [InlineData("canPost", "false")]
    public async Task A_bot_without_the_right_is_refused_before_it_is_connected(string name, string value)
    {
        var actor = await sandbox.ConnectAsync(new Dictionary<string, string> { [name] = value });

        var refused = Assert.IsType<GrantAnswer.Refused>(await FillInAsync(actor.Token, "@" + actor.Channel.Handle));

        Assert.Contains("administrator", refused.Problem.NextStep, StringComparison.Ordinal);
        var (answer, _, _) = await sandbox.RunAsync(sandbox.Post(actor, "Rye"));
        Assert.Equal(RefusalClass.Reconnect, Assert.IsType<StepAnswer.Refused>(answer).Class);
    }

    [Theory]
    [InlineData("not a token")]
    [InlineData("1234567:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("1234567:../../../../../../../../etc/passwd/x")]
    public async Task A_wrong_token_is_refused_in_words(string token) =>
        Assert.IsType<GrantAnswer.Refused>(await FillInAsync(new Secret(token), "@harbour_bakery"));

    /// <summary>It stands in every address, and must stand nowhere else.</summary>
    [Theory]
    [InlineData("cut")]
    [InlineData("serverError")]
    [InlineData("malformedBody")]
    [InlineData("tokenDeath")]
    public async Task The_token_is_in_no_answer_of_ours(string fault)
    {
        var actor = await sandbox.ConnectAsync();
        await sandbox.FaultAsync(actor.Channel, fault, "telegram.message.send");

        var (answer, _, _) = await sandbox.RunAsync(sandbox.Post(actor, "Rye"));

        var told = $"{answer} {answer.Call} {JsonSerializer.Serialize<object>(answer)}";
        Assert.Contains("sendMessage", told, StringComparison.Ordinal);
        Assert.DoesNotContain(actor.Token.Reveal(), told, StringComparison.Ordinal);
        Assert.DoesNotContain(actor.Token.Reveal().Split(':')[1], told, StringComparison.Ordinal);
        var calls = await sandbox.Http.GetStringAsync("control/calls");
        Assert.DoesNotContain(actor.Token.Reveal().Split(':')[1], calls, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rules_name_what_Telegram_would_refuse()
    {
        var actor = await sandbox.ConnectAsync();
        var (picture, pdf) = (sandbox.Demo("rye-portrait.jpg"), sandbox.File("menu.pdf", "%PDF-1.7\nmenu"u8.ToArray()));

        Assert.Equal(["telegram.text.required"], Errors(sandbox.Post(actor, " ")));
        Assert.Empty(Errors(sandbox.Post(actor, new string('a', 4096))));
        Assert.Equal(["telegram.text.length"], Errors(sandbox.Post(actor, new string('a', 4097))));
        Assert.Empty(Errors(sandbox.Post(actor, new string('a', 1024), picture)));
        Assert.Equal(["telegram.caption.length"], Errors(sandbox.Post(actor, new string('a', 1025), picture)));
        Assert.Equal(["telegram.album.mixed"], Errors(sandbox.Post(actor, "x", picture, pdf)));
        Assert.Equal(["telegram.file.size"], Errors(sandbox.Post(actor, "x", picture with { SizeBytes = (10 << 20) + 1 })));
        Assert.Equal(["telegram.album.count"], Errors(sandbox.Post(actor, "x", [.. Enumerable.Repeat(picture, 11)])));
        var comment = sandbox.Post(actor, "x");
        Assert.Equal(["telegram.comment"], Errors(comment with { Content = comment.Content with { FirstComment = "c" } }));
    }

    private string[] Errors(PublishWork work) =>
        [
            .. sandbox
                .Publisher.Check(work.Draft)
                .Where(finding => finding.Severity is FindingSeverity.Error)
                .Select(finding => finding.Rule),
        ];

    private Task<GrantAnswer> FillInAsync(Secret token, string chat) =>
        sandbox.Login.CompleteAsync(
            new LoginReply(
                App: null,
                new Uri("http://127.0.0.1/none"),
                CodeVerifier: "",
                new Dictionary<string, string>(),
                new Dictionary<string, Secret> { ["botToken"] = token, ["chat"] = new Secret(chat) },
                new Dictionary<string, Secret>()
            ),
            default
        );
}
