using System.Text.Json;
using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;
using Atlas.Core.Posts;
using Atlas.Core.Publishing;
using Atlas.Platforms.Tests.Networks;

namespace Atlas.Platforms.Tests.Mastodon;

public sealed class MastodonSandboxTests(MastodonSandbox sandbox) : IClassFixture<MastodonSandbox>
{
    private const string Verifier = "a-verifier-of-forty-three-characters-or-more-0123456789";

    private static readonly Uri s_redirect = new("http://127.0.0.1:7071/api/oauth/mastodon/callback");

    public static TheoryData<string, string, string[]> Formats() =>
        new()
        {
            { "Text", "post", [] },
            { "Images", "post", ["rye-portrait.jpg"] },
            { "Images", "carousel", ["rye-portrait.jpg", "fjord-landscape.jpg"] },
            { "Video", "video", ["dough-reel.mp4"] },
        };

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Each_format_goes_live_once_is_edited_and_is_deleted(string format, string kind, string[] files)
    {
        var actor = await sandbox.ConnectAsync();
        var work = sandbox.Post(actor, "Fresh & warm https://harbour.bakery.example/menu", [.. files.Select(sandbox.Demo)]);
        Assert.Empty(sandbox.Publisher.Check(work.Draft));
        Assert.Empty(await sandbox.Publisher.AskAsync(work, default));
        Assert.Equal(format, sandbox.Publisher.FormatOf(work.Content, work.Media));

        var (ready, prepared, _) = await sandbox.RunAsync(work, until: "publish");
        Assert.IsType<StepAnswer.Ready>(ready);
        Assert.Empty(await sandbox.EffectsAsync(actor.Channel));
        var (answer, after, _) = await sandbox.RunAsync(prepared);

        var done = Assert.IsType<StepAnswer.Done>(answer);
        Assert.Contains(done.PlatformPostId, done.Permalink, StringComparison.Ordinal);
        Assert.NotNull(done.PublishedAt);
        var effect = Assert.Single(await sandbox.EffectsAsync(actor.Channel));
        Assert.Equal(
            (kind, work.Content.Text),
            (effect.GetProperty("kind").GetString(), effect.GetProperty("caption").GetString())
        );
        Assert.Equal(
            work.Media.Select(asset => asset.Sha256),
            effect.GetProperty("mediaSha256").EnumerateArray().Select(hash => hash.GetString())
        );
        var page = await sandbox.Http.GetStringAsync(done.Permalink);
        Assert.Contains("unlisted", page, StringComparison.Ordinal);
        Assert.Equal(files.Length > 0, page.Contains("What it shows", StringComparison.Ordinal));

        var live = after with { Content = after.Content with { Text = "Sold out" } };
        Assert.Equal(
            new LiveAnswer.Shown(IsAsWanted: false),
            await sandbox.Publisher.ReadLiveAsync(live, done.PlatformPostId, CancellationToken.None)
        );
        Assert.IsType<StepAnswer.Done>(await sandbox.Publisher.EditAsync(live, done.PlatformPostId, default));
        Assert.Equal(
            new LiveAnswer.Shown(IsAsWanted: true),
            await sandbox.Publisher.ReadLiveAsync(live, done.PlatformPostId, CancellationToken.None)
        );
        Assert.IsType<StepAnswer.Done>(await sandbox.Publisher.DeleteAsync(live, done.PlatformPostId, default));
        Assert.IsType<StepAnswer.Done>(await sandbox.Publisher.DeleteAsync(live, done.PlatformPostId, default));
        Assert.IsType<LiveAnswer.Gone>(await sandbox.Publisher.ReadLiveAsync(live, done.PlatformPostId, CancellationToken.None));
        var effects = await sandbox.EffectsAsync(actor.Channel);
        Assert.Equal([kind, "edit", "delete"], effects.Select(each => each.GetProperty("kind").GetString()));
        Assert.Equal("Sold out", effects[1].GetProperty("caption").GetString());
        Assert.Equal(files.Length, effects[1].GetProperty("mediaSha256").GetArrayLength());
    }

    /// <summary>An edit that names no poll takes it away.</summary>
    [Fact]
    public async Task A_poll_goes_live_and_stays_when_its_question_is_edited()
    {
        var actor = await sandbox.ConnectAsync();
        var work = sandbox.Post(actor, "What shall we bake?");
        work = work with { Content = work.Content with { Options = Poll(["Rye", "Spelt"], 60) } };
        Assert.Empty(sandbox.Publisher.Check(work.Draft));

        var (ready, prepared, _) = await sandbox.RunAsync(work, until: "publish");
        var (answer, after, _) = await sandbox.RunAsync(prepared);

        Assert.IsType<StepAnswer.Ready>(ready);
        var done = Assert.IsType<StepAnswer.Done>(answer);
        Assert.Contains("Rye / Spelt", await sandbox.Http.GetStringAsync(done.Permalink), StringComparison.Ordinal);
        var edited = after with { Content = after.Content with { Text = "What shall we bake today?" } };
        Assert.IsType<StepAnswer.Done>(await sandbox.Publisher.EditAsync(edited, done.PlatformPostId, default));
        Assert.Contains("Rye / Spelt", await sandbox.Http.GetStringAsync(done.Permalink), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_poll_that_no_server_takes_is_refused_before()
    {
        var actor = await sandbox.ConnectAsync();
        var work = sandbox.Post(actor, "What shall we bake?", sandbox.Demo("rye-portrait.jpg"));

        var alone = work with { Content = work.Content with { Options = Poll(["Rye"], 2) } };

        Assert.Equal(
            ["mastodon.poll.media", "mastodon.poll.choices", "mastodon.poll.duration"],
            sandbox.Publisher.Check(alone.Draft).Select(finding => finding.Rule)
        );
    }

    private static JsonElement Poll(string[] choices, int minutes) =>
        JsonSerializer.SerializeToElement(
            new
            {
                poll = new
                {
                    choices,
                    minutes,
                    multiple = true,
                },
            }
        );

    [Theory]
    [InlineData("cut")]
    [InlineData("serverError")]
    [InlineData("malformedBody")]
    public async Task A_lost_answer_is_found_and_the_key_makes_even_a_repeat_harmless(string fault)
    {
        var actor = await sandbox.ConnectAsync();
        await sandbox.FaultAsync(actor.Channel, fault, "mastodon.status.create", "after");
        var since = DateTimeOffset.UtcNow;

        var (answer, work, _) = await sandbox.RunAsync(sandbox.Post(actor, "Rye < wheat", sandbox.Demo("rye-portrait.jpg")));
        Assert.IsType<StepAnswer.Unknown>(answer);
        var found = Assert.IsType<FindAnswer.Found>(await sandbox.Publisher.FindPublishedAsync(work, since, default));
        var (again, _, _) = await sandbox.RunAsync(work);

        var effect = Assert.Single(await sandbox.EffectsAsync(actor.Channel));
        Assert.Equal(effect.GetProperty("mediaId").GetString(), Assert.Single(found.Candidates).PlatformPostId);
        Assert.Equal(effect.GetProperty("mediaId").GetString(), Assert.IsType<StepAnswer.Done>(again).PlatformPostId);
    }

    [Fact]
    public async Task A_call_that_was_lost_before_its_effect_is_absent_and_goes_out_again()
    {
        var actor = await sandbox.ConnectAsync();
        await sandbox.FaultAsync(actor.Channel, "cut", "mastodon.status.create");

        var (answer, work, _) = await sandbox.RunAsync(sandbox.Post(actor, "Rye"));
        Assert.IsType<StepAnswer.Unknown>(answer);
        Assert.IsType<FindAnswer.Absent>(await sandbox.Publisher.FindPublishedAsync(work, DateTimeOffset.UtcNow, default));

        Assert.IsType<StepAnswer.Done>((await sandbox.RunAsync(work)).Answer);
        Assert.Single(await sandbox.EffectsAsync(actor.Channel));
    }

    [Fact]
    public async Task The_same_words_in_another_post_go_out_again()
    {
        var actor = await sandbox.ConnectAsync();

        Assert.IsType<StepAnswer.Done>((await sandbox.RunAsync(sandbox.Post(actor, "Open now"))).Answer);
        Assert.IsType<StepAnswer.Done>((await sandbox.RunAsync(sandbox.Post(actor, "Open now"))).Answer);

        Assert.Equal(2, (await sandbox.EffectsAsync(actor.Channel)).Length);
    }

    [Theory]
    [InlineData(401, "mastodon.status.create", RefusalClass.Reconnect, "sign-in")]
    [InlineData(403, "mastodon.status.create", RefusalClass.Reconnect, "permission")]
    [InlineData(422, "mastodon.status.create", RefusalClass.Rejected, "refuses the post")]
    [InlineData(422, "mastodon.media.upload", RefusalClass.Rejected, "refuses the post")]
    [InlineData(422, "mastodon.media.read", RefusalClass.Rejected, "could not process")]
    [InlineData(401, "mastodon.media.upload", RefusalClass.Reconnect, "sign-in")]
    [InlineData(503, "mastodon.media.upload", RefusalClass.Transient, "says")]
    public async Task A_documented_error_has_its_class_and_words(
        int status,
        string operation,
        RefusalClass expected,
        string words
    )
    {
        var actor = await sandbox.ConnectAsync();
        await sandbox.FaultAsync(actor.Channel, "error", operation, more: new { error = "Told so", httpStatus = status });

        var (answer, _, _) = await sandbox.RunAsync(sandbox.Post(actor, "Rye", sandbox.Demo("dough-reel.mp4")));

        var refused = Assert.IsType<StepAnswer.Refused>(answer);
        Assert.Equal(expected, refused.Class);
        Assert.Contains(words, refused.Problem.Message, StringComparison.Ordinal);
        Assert.Empty(await sandbox.EffectsAsync(actor.Channel));
    }

    [Fact]
    public async Task A_limit_waits_until_the_servers_window_ends()
    {
        var actor = await sandbox.ConnectAsync();
        await sandbox.FaultAsync(actor.Channel, "throttle", "mastodon.status.create", more: new { retryAfterSeconds = 100 });
        var before = DateTimeOffset.UtcNow;

        var (answer, _, _) = await sandbox.RunAsync(sandbox.Post(actor, "Rye"));

        var refused = Assert.IsType<StepAnswer.Refused>(answer);
        Assert.Equal(RefusalClass.RateLimited, refused.Class);
        Assert.InRange(refused.RetryAt!.Value, before.AddSeconds(95), before.AddSeconds(130));
    }

    [Fact]
    public async Task Thread_and_first_comment_are_replies_and_a_lost_one_is_looked_up()
    {
        var actor = await sandbox.ConnectAsync();
        var picture = sandbox.Demo("rye-portrait.jpg");
        var work = sandbox.Post(actor, "One");
        work = work with
        {
            Content = work.Content with
            {
                Thread = [new ThreadPart("Two", [new PostMedia(picture.Id)]), new ThreadPart("Three")],
                FirstComment = "And more",
            },
            Extras = new[] { picture }.ToDictionary(asset => asset.Id),
        };
        var post = Assert.IsType<StepAnswer.Done>((await sandbox.RunAsync(work)).Answer).PlatformPostId;
        await sandbox.FaultAsync(actor.Channel, "cut", "mastodon.status.create", "after", new { skip = 1 });

        Dictionary<string, string> made = [];
        foreach (var plan in sandbox.Publisher.Children(work.Content))
        {
            made[plan.Name] = await MakeAsync(NetworkSandbox.Child(work, post, plan.Name) with { Made = made });
        }

        var effects = await sandbox.EffectsAsync(actor.Channel);
        Assert.Equal(["One", "Two", "Three", "And more"], effects.Select(effect => effect.GetProperty("caption").GetString()));
        Assert.Equal(
            [null, post, made[ChildStep.Part(2)], post],
            effects.Select(effect => effect.TryGetProperty("parentId", out var parent) ? parent.GetString() : null)
        );
        Assert.Equal(effects.Skip(1).Select(effect => effect.GetProperty("mediaId").GetString()), made.Values);
    }

    [Fact]
    public async Task A_server_that_is_typed_in_is_registered_at_consented_to_and_revoked()
    {
        var account = await sandbox.NewAccountAsync();
        var user = account.GetProperty("username").GetString()!;
        var start = Assert.IsType<LoginStart.Redirect>(await StartAsync($"@{user}@Mastodon.social"));

        var parameters = await sandbox.ConsentAsync(start.Url, user, declined: "write:media");
        var grant = Assert.IsType<GrantAnswer.Granted>(await CompleteAsync(parameters, start)).Grant;
        Assert.Equal(["write:media"], grant.Declined);
        var accounts = Assert.IsType<AccountsAnswer.Accounts>(await sandbox.Login.ListAccountsAsync(grant, app: null, default));
        var usable = Assert.Single(accounts.Usable);
        Assert.Equal($"{account.GetProperty("accountId").GetString()}@mastodon.social", usable.AccountId);
        Assert.Equal($"{sandbox.Root}/mastodon.social", usable.Server);

        var channel = sandbox.Channel(account);
        Assert.IsType<StepAnswer.Done>((await sandbox.RunAsync(sandbox.Post((channel, grant.Tokens.Access), "Rye"))).Answer);
        Assert.IsType<GrantAnswer.Refused>(await CompleteAsync(parameters, start));
        Assert.IsType<RevokeAnswer.Revoked>(await sandbox.Login.RevokeAsync(channel, grant.Tokens, app: null, default));
        Assert.IsType<AccountsAnswer.Refused>(await sandbox.Login.ListAccountsAsync(grant, app: null, default));
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("[::1]")]
    [InlineData("mastodon.social:22")]
    [InlineData("mastodon.social/../x?y")]
    [InlineData("")]
    public async Task What_is_no_servers_name_is_refused(string typed) =>
        Assert.IsType<LoginStart.Refused>(await StartAsync(typed));

    [Fact]
    public async Task A_server_that_does_not_speak_Mastodon_is_said_so() =>
        Assert.IsType<LoginStart.Unavailable>(await StartAsync("other.example"));

    [Fact]
    public async Task A_token_alone_connects_the_account_of_a_named_server()
    {
        var actor = await sandbox.ConnectAsync();

        var own = await sandbox.Accounts.ReadAccountAsync("mastodon", actor.Token, "@me@mastodon.social", default);
        var other = await sandbox.Accounts.ReadAccountAsync("mastodon", actor.Token, "1@mastodon.social", default);
        var nowhere = await sandbox.Accounts.ReadAccountAsync("mastodon", actor.Token, accountId: null, default);

        Assert.Equal(actor.Channel.AccountId, Assert.IsType<AccountAnswer.Account>(own).AccountId);
        Assert.IsType<AccountAnswer.Refused>(other);
        Assert.IsType<AccountAnswer.Refused>(nowhere);
    }

    [Fact]
    public async Task The_accounts_own_server_says_what_it_takes()
    {
        var actor = await sandbox.ConnectAsync();
        var picture = sandbox.Demo("rye-portrait.jpg");
        var fits = sandbox.Post(actor, new string('a', 500 - "bread".Length));
        var over = sandbox.Post(actor, new string('a', 501 - "bread".Length));
        var many = sandbox.Post(actor, "x", [.. Enumerable.Repeat(picture, 5)]);

        Assert.Empty(await sandbox.Publisher.AskAsync(fits, default));
        Assert.Equal("mastodon.text.length", Assert.Single(await sandbox.Publisher.AskAsync(over, default)).Rule);
        Assert.Equal("mastodon.media.count", Assert.Single(await sandbox.Publisher.AskAsync(many, default)).Rule);
        Assert.All(sandbox.Publisher.Check(over.Draft), finding => Assert.Equal(FindingSeverity.Warning, finding.Severity));
        Assert.Equal(RefusalClass.Rejected, Assert.IsType<StepAnswer.Refused>((await sandbox.RunAsync(over)).Answer).Class);
        Assert.Contains(
            sandbox.Publisher.Check(sandbox.Post(actor, "x", picture, sandbox.Demo("dough-reel.mp4")).Draft),
            finding => finding.Rule == "mastodon.media.mixed" && finding.Severity is FindingSeverity.Error
        );
    }

    private async Task<string> MakeAsync(ChildWork child)
    {
        var since = DateTimeOffset.UtcNow;
        while (true)
        {
            switch (await sandbox.Publisher.AdvanceChildAsync(child, sandbox.Publisher.NextChildStep(child), default))
            {
                case StepAnswer.Continue next:
                    child = child with { Cursor = next.Cursor };
                    break;
                case StepAnswer.Done done:
                    return done.PlatformPostId;
                case var answer:
                    Assert.IsType<StepAnswer.Unknown>(answer);
                    var found = await sandbox.Publisher.FindChildAsync(child, since, default);
                    return Assert.Single(Assert.IsType<FindAnswer.Found>(found).Candidates).PlatformPostId;
            }
        }
    }

    private Task<LoginStart> StartAsync(string server) =>
        sandbox.Login.StartAsync(
            new LoginRequest(
                App: null,
                s_redirect,
                "state-1",
                Verifier,
                [.. sandbox.Login.Description.Scopes.Select(scope => scope.Scope)],
                new Dictionary<string, Secret> { ["server"] = new(server) }
            ),
            default
        );

    private Task<GrantAnswer> CompleteAsync(IReadOnlyDictionary<string, string> parameters, LoginStart.Redirect start) =>
        sandbox.Login.CompleteAsync(
            new LoginReply(App: null, s_redirect, Verifier, parameters, new Dictionary<string, Secret>(), start.Kept),
            default
        );
}
