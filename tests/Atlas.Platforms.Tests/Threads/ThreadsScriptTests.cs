using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Platforms.Meta;
using Atlas.Platforms.Tests.Instagram;
using Atlas.Platforms.Threads;
using Atlas.Testing;
using Microsoft.Extensions.Options;

namespace Atlas.Platforms.Tests.Threads;

/// <summary>What the simulated network does not do: the other documented shapes, and time that passes.</summary>
public sealed class ThreadsScriptTests
{
    private const string Made = """{"id":"179"}""";

    private readonly FakeClock _clock = new();

    [Fact]
    public async Task Nobody_is_asked_twice_for_the_same_call_and_each_carries_token_and_proof()
    {
        var network = new ScriptedInstagram()
            .On("POST /27/threads", Made)
            .On("GET /179", """{"status":"IN_PROGRESS","id":"179"}""")
            .On("GET /179", """{"status":"FINISHED","id":"179"}""")
            .On("POST /27/threads_publish", """{"id":"181"}""")
            .On(
                "GET /181",
                """{"permalink":"https://www.threads.net/@a/post/D1","timestamp":"2026-11-22T09:00:00+0000","id":"181"}"""
            );
        var publisher = Publisher(network);
        var work = Work();
        List<string> steps = [];
        StepAnswer answer;
        do
        {
            var step = publisher.NextStep(work);
            steps.Add(step.Name);
            answer = await publisher.AdvanceAsync(work, step, CancellationToken.None);
            work = work with { Cursor = Cursor(answer) };
        } while (answer is not StepAnswer.Done);

        Assert.Equal(["container", "poll", "poll", "publish"], steps);
        Assert.Equal(
            ("181", "https://www.threads.net/@a/post/D1"),
            (((StepAnswer.Done)answer).PlatformPostId, ((StepAnswer.Done)answer).Permalink)
        );
        Assert.True(network.IsPlayedOut);
        Assert.All(network.Calls, call => Assert.Equal($"Bearer {Posts.Token}", call.Authorization));
        Assert.All(network.Calls, call => Assert.Equal(64, call.Form["appsecret_proof"].Length));
        Assert.Equal(("TEXT", "Fresh bread"), (network.Calls[0].Form["media_type"], network.Calls[0].Form["text"]));
        Assert.DoesNotContain("auto_publish_text", network.Calls[0].Form.Keys);
    }

    [Theory]
    [InlineData("FINISHED", true)]
    [InlineData("ERROR", true)]
    [InlineData("EXPIRED", true)]
    [InlineData("IN_PROGRESS", false)]
    public async Task A_container_that_was_not_published_is_absent(string status, bool certain)
    {
        var network = new ScriptedInstagram().On("GET /179", $$"""{"status":"{{status}}","id":"179"}""");

        var found = await Publisher(network).FindPublishedAsync(Ready(), _clock.Now, CancellationToken.None);

        Assert.Equal(certain, Assert.IsType<FindAnswer.Absent>(found).Certain);
    }

    [Fact]
    public async Task A_container_that_says_published_is_live_and_never_taken_for_another_post()
    {
        const string list = """
            {"data":[
              {"id":"1","text":"Fresh bread","media_type":"TEXT_POST","timestamp":"2026-11-22T08:00:00+0000"},
              {"id":"2","text":"Stale bread","media_type":"TEXT_POST","timestamp":"2026-11-22T09:00:01+0000"},
              {"id":"3","text":"Fresh bread","media_type":"IMAGE","timestamp":"2026-11-22T09:00:02+0000"},
              {"id":"4","text":"Fresh  bread","media_type":"TEXT_POST","timestamp":"2026-11-22T09:00:03+0000"}]}
            """;
        var network = new ScriptedInstagram().On("GET /179", """{"status":"PUBLISHED","id":"179"}""").On("GET /27/threads", list);

        var found = Assert.IsType<FindAnswer.Found>(
            await Publisher(network).FindPublishedAsync(Ready(), _clock.Now, CancellationToken.None)
        );

        Assert.True(found.ProvenLive);
        Assert.Equal("4", Assert.Single(found.Candidates).PlatformPostId);
    }

    [Fact]
    public async Task A_live_post_that_is_not_listed_yet_is_neither_absent_nor_found()
    {
        var network = new ScriptedInstagram()
            .On("GET /179", """{"status":"PUBLISHED","id":"179"}""")
            .On("GET /27/threads", """{"data":[]}""");

        var found = await Publisher(network).FindPublishedAsync(Ready(), _clock.Now, CancellationToken.None);

        Assert.False(Assert.IsType<FindAnswer.Unreadable>(found).Ever);
    }

    [Fact]
    public async Task A_container_that_is_never_finished_is_given_up_in_time()
    {
        var network = new ScriptedInstagram();
        for (var i = 0; i < 100; i++)
        {
            network.On("GET /179", """{"status":"IN_PROGRESS","id":"179"}""");
        }

        var publisher = Publisher(network);
        var work = Work() with
        {
            Cursor = new ThreadsCursor { Hash = Posts.Work(Work().Content, []).ContentHash[..16] }
                .WithContainer("179", _clock.Now)
                .Write(),
        };
        StepAnswer answer;
        do
        {
            answer = await publisher.AdvanceAsync(work, publisher.NextStep(work), CancellationToken.None);
            if (answer is StepAnswer.Wait wait)
            {
                _clock.Advance(wait.Delay);
                work = work with { Cursor = wait.Cursor };
            }
        } while (answer is StepAnswer.Wait);

        var refused = Assert.IsType<StepAnswer.Refused>(answer);
        Assert.Equal((RefusalClass.Transient, "container/timeout"), (refused.Class, refused.Problem.Code));
        Assert.InRange(_clock.Now - FakeClock.DefaultStart, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(6));
    }

    [Fact]
    public async Task A_container_that_is_a_day_old_and_one_for_other_content_are_not_used()
    {
        var publisher = Publisher(new ScriptedInstagram());
        var ready = Ready();
        Assert.Equal("publish", publisher.NextStep(ready).Name);
        Assert.Equal("container", publisher.NextStep(ready with { ContentHash = new string('f', 32) }).Name);

        _clock.Advance(TimeSpan.FromHours(24));
        var answer = await publisher.AdvanceAsync(ready, publisher.NextStep(ready), CancellationToken.None);

        var fresh = ready with { Cursor = Assert.IsType<StepAnswer.Continue>(answer).Cursor };
        Assert.Equal("container", publisher.NextStep(fresh).Name);
    }

    [Fact]
    public async Task More_than_five_links_are_said_in_words()
    {
        var network = new ScriptedInstagram().On(
            "POST /27/threads",
            """{"error":{"message":"THREADS_API__LINK_LIMIT_EXCEEDED","type":"THApiException","code":100,"fbtrace_id":"A"}}""",
            400
        );
        var publisher = Publisher(network);

        var answer = await publisher.AdvanceAsync(Work(), publisher.NextStep(Work()), CancellationToken.None);

        var refused = Assert.IsType<StepAnswer.Refused>(answer);
        Assert.Equal(RefusalClass.Rejected, refused.Class);
        Assert.Contains("5 different links", refused.Problem.Message);
    }

    private static PublishWork Work()
    {
        var work = Posts.Work(Posts.Content(PostType.Post, []), [], login: "threads");
        return work with
        {
            Channel = work.Channel with { Platform = Platform.Threads, AccountId = "27" },
            App = new PlatformApp("threads", "12", new Core.Channels.Secret("app-secret")),
        };
    }

    private PublishWork Ready()
    {
        var work = Work();
        var cursor = ThreadsCursor.Read(null, work.ContentHash).WithContainer("179", _clock.Now) with { IsReady = true };
        return work with { Cursor = cursor.Write() };
    }

    private static string? Cursor(StepAnswer answer) =>
        answer switch
        {
            StepAnswer.Continue next => next.Cursor,
            StepAnswer.Wait wait => wait.Cursor,
            StepAnswer.Ready ready => ready.Cursor,
            StepAnswer.Done done => done.Cursor,
            _ => throw new InvalidOperationException($"{answer} is no progress."),
        };

    private ThreadsPublisher Publisher(ScriptedInstagram network)
    {
        var options = Options.Create(new ThreadsOptions());
        var api = new ThreadsApi(network.Client(_clock), options);
        var verdicts = new GraphVerdicts(ThreadsErrors.Product, _clock);
        var polling = new ThreadsPolling(api, verdicts, options, _clock);
        return new ThreadsPublisher(
            api,
            new ThreadsSteps(api, polling, verdicts, options, _clock),
            new ThreadsFinder(api, verdicts),
            verdicts
        );
    }
}
