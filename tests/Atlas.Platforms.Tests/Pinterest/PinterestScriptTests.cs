using System.Text.Json;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Platforms.Http;
using Atlas.Platforms.Pinterest;
using Atlas.Platforms.Tests.Instagram;
using Atlas.Testing;
using Microsoft.Extensions.Options;

namespace Atlas.Platforms.Tests.Pinterest;

/// <summary>What the simulated network does not do: boards of many pages, times that pass.</summary>
public sealed class PinterestScriptTests
{
    private const string Board = """{"boardId":"54"}""";

    private readonly FakeClock _clock = new();

    [Fact]
    public async Task A_board_that_lists_the_newest_first_is_read_no_further_than_it_can_tell()
    {
        var network = new ScriptedInstagram()
            .On("GET /v5/boards/54/pins", Page("more", ("9", "2026-11-22T09:00:05"), ("8", "2026-11-22T09:00:01")))
            .On("GET /v5/boards/54/pins", Page("still-more", ("7", "2026-11-22T08:00:00"), ("6", "2026-11-21T08:00:00")));

        var found = await Publisher(network).FindPublishedAsync(Work(), _clock.Now, CancellationToken.None);

        Assert.True(network.IsPlayedOut);
        Assert.Equal("more", network.Calls[1].Form["bookmark"]);
        // Ours is the first that came after the call.
        Assert.Equal(["8", "9"], Assert.IsType<FindAnswer.Found>(found).Candidates.Select(pin => pin.PlatformPostId));
    }

    [Fact]
    public async Task A_board_in_no_order_is_read_to_its_end()
    {
        var network = new ScriptedInstagram()
            .On("GET /v5/boards/54/pins", Page("more", ("1", "2026-11-20T08:00:00"), ("2", "2026-11-21T08:00:00")))
            .On("GET /v5/boards/54/pins", Page(null, ("3", "2026-11-22T09:00:02")));

        var found = await Publisher(network).FindPublishedAsync(Work(), _clock.Now, CancellationToken.None);

        Assert.Equal("3", Assert.Single(Assert.IsType<FindAnswer.Found>(found).Candidates).PlatformPostId);
    }

    [Fact]
    public async Task A_board_that_has_no_end_is_left_to_a_person()
    {
        var network = new ScriptedInstagram();
        for (var page = 0; page < 8; page++)
        {
            network.On("GET /v5/boards/54/pins", Page("more", ("1", "2026-11-20T08:00:00"), ("2", "2026-11-21T08:00:00")));
        }

        var found = await Publisher(network).FindPublishedAsync(Work(), _clock.Now, CancellationToken.None);

        Assert.True(Assert.IsType<FindAnswer.Unreadable>(found).Ever);
    }

    [Fact]
    public async Task An_upload_that_is_a_day_old_and_one_for_other_content_are_not_used()
    {
        var publisher = Publisher(new ScriptedInstagram());
        var media = Posts.Video();
        var work = Posts.Work(Posts.Content(PostType.Post, [media], options: Board), [media], login: "pinterest");
        var cursor = PinterestCursor.Read(null, work.ContentHash) with
        {
            MediaId = "52",
            IsReady = true,
            UploadedAt = _clock.Now.ToUnixTimeSeconds(),
        };
        work = work with { Cursor = cursor.Write() };
        Assert.Equal("pin", publisher.NextStep(work).Name);
        Assert.Equal("upload", publisher.NextStep(work with { ContentHash = new string('f', 32) }).Name);

        _clock.Advance(TimeSpan.FromHours(24));
        var answer = await publisher.AdvanceAsync(work, publisher.NextStep(work), CancellationToken.None);

        var fresh = work with { Cursor = Assert.IsType<StepAnswer.Continue>(answer).Cursor };
        Assert.Equal("upload", publisher.NextStep(fresh).Name);
    }

    [Fact]
    public async Task A_video_that_is_never_finished_is_uploaded_again_in_time()
    {
        var network = new ScriptedInstagram();
        for (var i = 0; i < 100; i++)
        {
            network.On("GET /v5/media/52", """{"media_id":"52","media_type":"video","status":"processing"}""");
        }

        var publisher = Publisher(network);
        var media = Posts.Video();
        var work = Posts.Work(Posts.Content(PostType.Post, [media], options: Board), [media], login: "pinterest");
        work = work with
        {
            Cursor = (
                PinterestCursor.Read(null, work.ContentHash) with
                {
                    MediaId = "52",
                    UploadedAt = _clock.Now.ToUnixTimeSeconds(),
                }
            ).Write(),
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
        Assert.Equal((RefusalClass.Transient, "media/timeout"), (refused.Class, refused.Problem.Code));
        Assert.InRange(_clock.Now - FakeClock.DefaultStart, TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(31));
        Assert.Equal("upload", publisher.NextStep(work with { Cursor = refused.Cursor }).Name);
    }

    private static string Page(string? bookmark, params (string Id, string At)[] pins) =>
        JsonSerializer.Serialize(
            new
            {
                items = pins.Select(pin => new
                {
                    id = pin.Id,
                    created_at = pin.At,
                    description = "Fresh bread",
                    media = new { media_type = "image" },
                }),
                bookmark,
            }
        );

    private static PublishWork Work()
    {
        var media = Posts.Image();
        return Posts.Work(Posts.Content(PostType.Post, [media], options: Board), [media], login: "pinterest");
    }

    private PinterestPublisher Publisher(ScriptedInstagram network)
    {
        var options = Options.Create(new PinterestOptions());
        var api = new PinterestApi(new PlatformHttp(new PlatformTransport(network), _clock), options);
        var answers = new PinterestAnswers(_clock);
        return new PinterestPublisher(
            api,
            answers,
            new PinterestVideos(api, answers, options, _clock),
            new PinterestBoards(api),
            new PinterestFinder(api, answers, options),
            options,
            _clock
        );
    }
}
