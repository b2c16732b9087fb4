using System.Net.Http.Json;
using System.Text.Json;
using Atlas.Core.Channels;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Core.Publishing;
using Atlas.Platforms.Tests.Networks;

namespace Atlas.Platforms.Tests.YouTube;

public sealed class YouTubeSandboxTests(YouTubeSandbox sandbox) : IClassFixture<YouTubeSandbox>
{
    [Theory]
    [InlineData("public")]
    [InlineData("unlisted")]
    public async Task A_video_is_private_until_its_time_and_then_live_once(string privacy)
    {
        var actor = await sandbox.ConnectAsync();
        var work = sandbox.Film(
            actor,
            YouTubeSandbox.Content($$"""{"privacy":"{{privacy}}","madeForKids":false,"tags":["rye"]}""")
        );
        Assert.DoesNotContain(sandbox.Publisher.Check(work.Draft), finding => finding.Severity is FindingSeverity.Error);

        var (ready, prepared, steps) = await sandbox.RunAsync(work, until: "publish");

        Assert.IsType<StepAnswer.Ready>(ready);
        Assert.True(steps.Count(step => step == "chunk") > 1);
        Assert.Empty(await sandbox.EffectsAsync(actor.Channel));
        var (answer, _, _) = await sandbox.RunAsync(prepared);
        var done = Assert.IsType<StepAnswer.Done>(answer);
        var effect = Assert.Single(await sandbox.EffectsAsync(actor.Channel));
        Assert.Equal("short", effect.GetProperty("kind").GetString());
        Assert.Equal(done.PlatformPostId, effect.GetProperty("mediaId").GetString());
        Assert.Equal(work.Media[0].Sha256, effect.GetProperty("mediaSha256")[0].GetString());
        Assert.Equal(work.Content.Title, effect.GetProperty("title").GetString());
        Assert.NotNull(done.PublishedAt);
        Assert.EndsWith($"/shorts/{done.PlatformPostId}", done.Permalink);
        using var page = await sandbox.Http.GetAsync(done.Permalink);
        Assert.Equal(302, (int)page.StatusCode);
    }

    [Fact]
    public async Task A_wide_film_is_a_video_and_a_private_one_is_no_effect()
    {
        var actor = await sandbox.ConnectAsync();
        var work = sandbox.Work(
            actor,
            YouTubeSandbox.Content("""{"privacy":"private","madeForKids":true}"""),
            sandbox.Demo("inks-carousel.mp4")
        );

        var (answer, _, _) = await sandbox.RunAsync(work);

        Assert.IsType<StepAnswer.Done>(answer);
        Assert.Empty(await sandbox.EffectsAsync(actor.Channel));
    }

    [Fact]
    public async Task A_time_given_to_YouTube_makes_the_video_public_there()
    {
        var actor = await sandbox.ConnectAsync();
        var work = sandbox.Film(
            actor,
            YouTubeSandbox.Content("""{"privacy":"public","madeForKids":false,"publishAt":"2126-01-01T09:00:00Z"}""")
        );

        var (answer, after, _) = await sandbox.RunAsync(work);

        Assert.IsType<StepAnswer.Done>(answer);
        Assert.Empty(await sandbox.EffectsAsync(actor.Channel));
        Assert.IsType<FindAnswer.Found>(await sandbox.Publisher.FindPublishedAsync(after, DateTimeOffset.UtcNow, default));
    }

    /// <summary>Whatever happens to whichever chunk, before or after its bytes are stored: one video with exactly those bytes.</summary>
    [Theory]
    [InlineData("cut", "before", 0)]
    [InlineData("cut", "after", 0)]
    [InlineData("cut", "after", 1)]
    [InlineData("cut", "after", 2)]
    [InlineData("serverError", "before", 1)]
    [InlineData("serverError", "after", 2)]
    [InlineData("malformedBody", "after", 2)]
    [InlineData("malformedBody", "after", 1)]
    public async Task An_upload_goes_on_after_a_lost_answer(string fault, string phase, int skip)
    {
        var actor = await sandbox.ConnectAsync();
        await sandbox.FaultAsync(actor.Channel, fault, "youtube.videos.upload", phase, new { skip });

        var (answer, work, steps) = await sandbox.RunAsync(sandbox.Film(actor));

        Assert.IsType<StepAnswer.Done>(answer);
        Assert.Contains("probe", steps);
        await AssertOneVideoAsync(actor, work.Media[0].Sha256);
    }

    /// <summary>A crash forgets all progress since the row was last written; the worst is everything since the session began.</summary>
    [Fact]
    public async Task An_upload_goes_on_after_a_crash_with_an_old_cursor()
    {
        var actor = await sandbox.ConnectAsync();
        var (_, begun, _) = await sandbox.RunAsync(sandbox.Film(actor), until: "chunk");
        var (_, ahead, _) = await sandbox.RunAsync(begun, until: "poll");
        Assert.NotEqual(begun.Cursor, ahead.Cursor);

        var (answer, work, _) = await sandbox.RunAsync(begun);

        Assert.IsType<StepAnswer.Done>(answer);
        await AssertOneVideoAsync(actor, work.Media[0].Sha256);
    }

    [Fact]
    public async Task A_crash_in_the_middle_costs_only_a_question()
    {
        var actor = await sandbox.ConnectAsync();
        var (_, begun, _) = await sandbox.RunAsync(sandbox.Film(actor), until: "chunk");
        await sandbox.Publisher.AdvanceAsync(begun, sandbox.Publisher.NextStep(begun), CancellationToken.None);

        var (answer, work, steps) = await sandbox.RunAsync(begun);

        Assert.IsType<StepAnswer.Done>(answer);
        Assert.Equal(1, steps.Count(step => step == "probe"));
        await AssertOneVideoAsync(actor, work.Media[0].Sha256);
    }

    [Fact]
    public async Task A_session_that_is_gone_starts_the_upload_again()
    {
        var actor = await sandbox.ConnectAsync();
        await sandbox.FaultAsync(
            actor.Channel,
            "error",
            "youtube.videos.upload",
            more: new { error = "notFound", httpStatus = 404 }
        );
        var (answer, work, _) = await sandbox.RunAsync(sandbox.Film(actor));
        var refused = Assert.IsType<StepAnswer.Refused>(answer);
        Assert.Equal(RefusalClass.Transient, refused.Class);

        var (again, _, steps) = await sandbox.RunAsync(work with { Cursor = refused.Cursor });

        Assert.IsType<StepAnswer.Done>(again);
        Assert.Equal("session", steps[0]);
        await AssertOneVideoAsync(actor, work.Media[0].Sha256);
    }

    [Fact]
    public async Task A_session_that_ended_with_its_video_is_not_uploaded_twice()
    {
        var actor = await sandbox.ConnectAsync();
        await sandbox.FaultAsync(actor.Channel, "cut", "youtube.videos.upload", "after", new { skip = 2 });
        await sandbox.FaultAsync(
            actor.Channel,
            "error",
            "youtube.videos.upload",
            more: new
            {
                skip = 3,
                error = "notFound",
                httpStatus = 404,
            }
        );

        var (answer, work, steps) = await sandbox.RunAsync(sandbox.Film(actor));

        Assert.IsType<StepAnswer.Done>(answer);
        Assert.Single(steps, step => step == "session");
        await AssertOneVideoAsync(actor, work.Media[0].Sha256);
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("serverError")]
    [InlineData("malformedBody")]
    public async Task A_lost_answer_of_the_visible_call_is_found(string fault)
    {
        var actor = await sandbox.ConnectAsync();
        await sandbox.FaultAsync(actor.Channel, fault, "youtube.videos.update", "after");

        var (answer, work, _) = await sandbox.RunAsync(sandbox.Film(actor));
        Assert.IsType<StepAnswer.Unknown>(answer);
        var found = Assert.IsType<FindAnswer.Found>(
            await sandbox.Publisher.FindPublishedAsync(work, DateTimeOffset.UtcNow, default)
        );

        Assert.True(found.ProvenLive);
        var effect = Assert.Single(await sandbox.EffectsAsync(actor.Channel));
        Assert.Equal(effect.GetProperty("mediaId").GetString(), Assert.Single(found.Candidates).PlatformPostId);
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("serverError")]
    public async Task A_visible_call_that_was_lost_before_its_effect_is_surely_absent(string fault)
    {
        var actor = await sandbox.ConnectAsync();
        await sandbox.FaultAsync(actor.Channel, fault, "youtube.videos.update");

        var (answer, work, _) = await sandbox.RunAsync(sandbox.Film(actor));
        Assert.IsType<StepAnswer.Unknown>(answer);
        var found = await sandbox.Publisher.FindPublishedAsync(work, DateTimeOffset.UtcNow, default);
        Assert.True(Assert.IsType<FindAnswer.Absent>(found).Certain);

        Assert.IsType<StepAnswer.Done>((await sandbox.RunAsync(work)).Answer);
        Assert.Single(await sandbox.EffectsAsync(actor.Channel));
    }

    [Theory]
    [InlineData("quotaExceeded", 403, "youtube.videos.insert", RefusalClass.RateLimited, "quota is used up")]
    [InlineData("quotaExceeded", 403, "youtube.videos.update", RefusalClass.RateLimited, "quota is used up")]
    [InlineData("rateLimitExceeded", 403, "youtube.videos.update", RefusalClass.RateLimited, "too many calls")]
    [InlineData("uploadLimitExceeded", 400, "youtube.videos.insert", RefusalClass.RateLimited, "as many videos")]
    [InlineData("authError", 401, "youtube.videos.update", RefusalClass.Reconnect, "sign-in")]
    [InlineData("insufficientPermissions", 403, "youtube.videos.update", RefusalClass.Reconnect, "permission")]
    [InlineData("youtubeSignupRequired", 401, "youtube.videos.insert", RefusalClass.Rejected, "no YouTube channel")]
    [InlineData("forbidden", 403, "youtube.videos.update", RefusalClass.Rejected, "does not let")]
    [InlineData("channelSuspended", 403, "youtube.videos.insert", RefusalClass.Rejected, "suspended")]
    [InlineData("invalidTitle", 400, "youtube.videos.insert", RefusalClass.Rejected, "title")]
    [InlineData("videoNotFound", 404, "youtube.videos.update", RefusalClass.Rejected, "deleted")]
    [InlineData("authError", 401, "youtube.videos.upload", RefusalClass.Reconnect, "sign-in")]
    public async Task A_documented_error_has_its_class_and_words(
        string reason,
        int status,
        string operation,
        RefusalClass expected,
        string words
    )
    {
        var actor = await sandbox.ConnectAsync();
        await sandbox.FaultAsync(actor.Channel, "error", operation, more: new { error = reason, httpStatus = status });

        var (answer, _, _) = await sandbox.RunAsync(sandbox.Film(actor));

        var refused = Assert.IsType<StepAnswer.Refused>(answer);
        Assert.Equal(expected, refused.Class);
        Assert.Contains(words, refused.Problem.Message, StringComparison.Ordinal);
        Assert.NotEmpty(refused.Problem.NextStep);
        Assert.NotNull(refused.Problem.Source);
        Assert.Equal(expected is RefusalClass.RateLimited, refused.RetryAt is not null);
        Assert.Empty(await sandbox.EffectsAsync(actor.Channel));
    }

    [Fact]
    public async Task A_dead_token_waits_for_a_person_and_the_upload_is_kept()
    {
        var actor = await sandbox.ConnectAsync();
        await sandbox.FaultAsync(actor.Channel, "tokenDeath", "youtube.videos.upload", more: new { skip = 1 });

        var (answer, _, _) = await sandbox.RunAsync(sandbox.Film(actor));

        var refused = Assert.IsType<StepAnswer.Refused>(answer);
        Assert.Equal(RefusalClass.Reconnect, refused.Class);
        Assert.NotNull(refused.Cursor);
    }

    [Fact]
    public async Task A_video_that_YouTube_keeps_private_is_said_plainly()
    {
        var actor = await sandbox.ConnectAsync(new { audited = "false" });

        var (answer, _, _) = await sandbox.RunAsync(sandbox.Film(actor));

        var refused = Assert.IsType<StepAnswer.Refused>(answer);
        Assert.Equal(RefusalClass.Rejected, refused.Class);
        Assert.Contains("kept the video private", refused.Problem.Message, StringComparison.Ordinal);
        Assert.Empty(await sandbox.EffectsAsync(actor.Channel));
    }

    [Fact]
    public async Task The_channels_own_limit_waits()
    {
        var actor = await sandbox.ConnectAsync(new { uploadLimit = "1" });
        Assert.IsType<StepAnswer.Done>((await sandbox.RunAsync(sandbox.Film(actor))).Answer);

        var (answer, _, _) = await sandbox.RunAsync(sandbox.Film(actor, YouTubeSandbox.Content(title: "Second")));

        Assert.Equal(RefusalClass.RateLimited, Assert.IsType<StepAnswer.Refused>(answer).Class);
    }

    [Fact]
    public async Task Thumbnail_subtitles_playlist_and_comment_follow_the_video()
    {
        var actor = await sandbox.ConnectAsync();
        var work = sandbox.FilmWithAll(actor);
        Assert.DoesNotContain(sandbox.Publisher.Check(work.Draft), finding => finding.Severity is FindingSeverity.Error);
        var (answer, after, _) = await sandbox.RunAsync(work);
        var id = Assert.IsType<StepAnswer.Done>(answer).PlatformPostId;

        var plan = sandbox.Publisher.Children(work.Content);
        Assert.Equal(
            ["thumbnail", "subtitles01", "subtitles02", "playlist", ChildStep.FirstComment],
            plan.Select(child => child.Name)
        );
        foreach (var child in plan)
        {
            Assert.IsType<StepAnswer.Done>(await sandbox.RunChildAsync(NetworkSandbox.Child(after, id, child.Name)));
        }

        var effects = await sandbox.EffectsAsync(actor.Channel);
        Assert.Equal(["short", "comment"], effects.Select(effect => effect.GetProperty("kind").GetString()));
        var page = await sandbox.Http.GetStringAsync($"youtube/{actor.Channel.Handle}/{id}");
        Assert.Contains(work.Extras[work.Content.Cover!.Value].Sha256, page, StringComparison.Ordinal);
        Assert.Contains("de Deutsch", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("subtitles02", "youtube.captions.insert")]
    [InlineData("playlist", "youtube.playlistItems.insert")]
    [InlineData("firstComment", "youtube.commentThreads.insert")]
    public async Task A_child_whose_answer_was_lost_is_looked_up(string name, string operation)
    {
        var actor = await sandbox.ConnectAsync();
        var (answer, work, _) = await sandbox.RunAsync(sandbox.FilmWithAll(actor));
        var child = NetworkSandbox.Child(work, Assert.IsType<StepAnswer.Done>(answer).PlatformPostId, name);
        Assert.IsType<FindAnswer.Absent>(await sandbox.Publisher.FindChildAsync(child, DateTimeOffset.UtcNow, default));
        await sandbox.FaultAsync(actor.Channel, "cut", operation, "after");

        Assert.IsType<StepAnswer.Unknown>(await sandbox.RunChildAsync(child));

        var found = await sandbox.Publisher.FindChildAsync(child, DateTimeOffset.UtcNow, default);
        Assert.Single(Assert.IsType<FindAnswer.Found>(found).Candidates);
    }

    [Theory]
    [InlineData("thumbnail", "imageFormatUnsupported", "youtube.thumbnails.set")]
    [InlineData("subtitles01", "captionExists", "youtube.captions.insert")]
    [InlineData("playlist", "playlistNotFound", "youtube.playlistItems.insert")]
    [InlineData("firstComment", "commentsDisabled", "youtube.commentThreads.insert")]
    public async Task A_child_that_is_refused_fails_in_words_and_leaves_the_video(string name, string reason, string operation)
    {
        var actor = await sandbox.ConnectAsync();
        var (answer, work, _) = await sandbox.RunAsync(sandbox.FilmWithAll(actor));
        var id = Assert.IsType<StepAnswer.Done>(answer).PlatformPostId;
        await sandbox.FaultAsync(actor.Channel, "error", operation, more: new { error = reason, httpStatus = 403 });

        var refused = Assert.IsType<StepAnswer.Refused>(await sandbox.RunChildAsync(NetworkSandbox.Child(work, id, name)));

        Assert.Equal(RefusalClass.Rejected, refused.Class);
        Assert.Equal(reason, refused.Problem.Code);
        Assert.Single(await sandbox.EffectsAsync(actor.Channel));
    }

    [Fact]
    public async Task An_unverified_channel_is_told_why_it_has_no_thumbnail()
    {
        var actor = await sandbox.ConnectAsync(new { phone = "unverified" });
        var (answer, work, _) = await sandbox.RunAsync(sandbox.FilmWithAll(actor));
        var id = Assert.IsType<StepAnswer.Done>(answer).PlatformPostId;

        var refused = Assert.IsType<StepAnswer.Refused>(await sandbox.RunChildAsync(NetworkSandbox.Child(work, id, "thumbnail")));

        Assert.Contains("phone number", refused.Problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_edit_changes_title_and_privacy_and_keeps_what_it_does_not_name()
    {
        var actor = await sandbox.ConnectAsync();
        var tagged = YouTubeSandbox.Content(
            """{"privacy":"public","madeForKids":false,"tags":["rye","crust"],"categoryId":"26"}"""
        );
        var (answer, work, _) = await sandbox.RunAsync(sandbox.Film(actor, tagged));
        var id = Assert.IsType<StepAnswer.Done>(answer).PlatformPostId;
        var edited = work with
        {
            Content = work.Content with
            {
                Title = "Rye, again",
                Options = JsonDocument.Parse("""{"privacy":"unlisted","madeForKids":false}""").RootElement,
            },
        };

        Assert.Equal(
            new LiveAnswer.Shown(IsAsWanted: false),
            await sandbox.Publisher.ReadLiveAsync(edited, id, CancellationToken.None)
        );
        Assert.IsType<StepAnswer.Done>(await sandbox.Publisher.EditAsync(edited, id, default));
        Assert.Equal(
            new LiveAnswer.Shown(IsAsWanted: true),
            await sandbox.Publisher.ReadLiveAsync(edited, id, CancellationToken.None)
        );

        var video = await ReadAsync(actor, $"videos?part=snippet,status&id={id}");
        Assert.Equal("Rye, again", video.GetProperty("snippet").GetProperty("title").GetString());
        Assert.Equal("26", video.GetProperty("snippet").GetProperty("categoryId").GetString());
        Assert.Equal(2, video.GetProperty("snippet").GetProperty("tags").GetArrayLength());
        Assert.Equal("unlisted", video.GetProperty("status").GetProperty("privacyStatus").GetString());
        var effects = await sandbox.EffectsAsync(actor.Channel);
        Assert.Equal(["short", "edit"], effects.Select(effect => effect.GetProperty("kind").GetString()));
    }

    [Fact]
    public async Task A_delete_can_be_repeated()
    {
        var actor = await sandbox.ConnectAsync();
        var (answer, work, _) = await sandbox.RunAsync(sandbox.Film(actor));
        var id = Assert.IsType<StepAnswer.Done>(answer).PlatformPostId;

        Assert.IsType<StepAnswer.Done>(await sandbox.Publisher.DeleteAsync(work, id, default));
        Assert.IsType<StepAnswer.Done>(await sandbox.Publisher.DeleteAsync(work, id, default));

        Assert.Equal("delete", (await sandbox.EffectsAsync(actor.Channel))[^1].GetProperty("kind").GetString());
        Assert.IsType<FindAnswer.Absent>(await sandbox.Publisher.FindPublishedAsync(work, DateTimeOffset.UtcNow, default));
    }

    private async Task AssertOneVideoAsync((Channel Channel, Secret Token) actor, string sha256)
    {
        var effect = Assert.Single(await sandbox.EffectsAsync(actor.Channel));
        Assert.Equal(sha256, effect.GetProperty("mediaSha256")[0].GetString());
        var uploads = await ReadListAsync(actor, $"playlistItems?part=snippet&playlistId=UU{actor.Channel.AccountId[2..]}");
        Assert.Equal(1, uploads.GetArrayLength());
    }

    private async Task<JsonElement> ReadAsync((Channel Channel, Secret Token) actor, string path) =>
        (await ReadListAsync(actor, path))[0];

    private async Task<JsonElement> ReadListAsync((Channel Channel, Secret Token) actor, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"www.googleapis.com/youtube/v3/{path}");
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {actor.Token.Reveal()}");
        using var response = await sandbox.Http.SendAsync(request);
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("items");
    }
}
