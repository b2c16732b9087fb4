using System.Text;
using Atlas.Core.Channels;
using Atlas.Core.Media;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Platforms.Facebook;
using Atlas.Platforms.Http;
using Atlas.Platforms.Meta;
using Atlas.Platforms.Tests.Instagram;
using Atlas.Testing;
using Microsoft.Extensions.Options;

namespace Atlas.Platforms.Tests.Facebook;

/// <summary>What is sent where, call by call, on a scripted network and a clock that stands still.</summary>
public sealed class FacebookUploadTests
{
    private const string UploadUrl = "https://rupload.facebook.com/video-upload/v25.0/77";

    private static readonly byte[] s_file = Encoding.ASCII.GetBytes("0123456789");

    private readonly FakeClock _clock = new();

    [Fact]
    public async Task A_feed_video_goes_in_the_ranges_that_Facebook_asks_for()
    {
        var network = new Recorder()
            .On("""{"video_id":"77","upload_session_id":"5","start_offset":"0","end_offset":"6"}""")
            .On("""{"start_offset":"6","end_offset":"10"}""")
            .On("""{"start_offset":"10","end_offset":"10"}""")
            .On("""{"status":{"video_status":"upload_complete"},"id":"77"}""")
            .On("""{"success":true}""")
            .On(
                """{"status":{"video_status":"ready","publishing_phase":{"status":"complete","publish_status":"published","publish_time":1790000000}},"permalink_url":"/watch/77","id":"77"}"""
            );

        var (answer, steps) = await RunAsync(network, PostType.Post);

        var done = Assert.IsType<StepAnswer.Done>(answer);
        Assert.Equal(["start", "transfer", "transfer", "publish"], steps);
        Assert.Equal("77", done.PlatformPostId);
        Assert.Equal("https://www.facebook.com/watch/77", done.Permalink);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1790000000), done.PublishedAt);
        Assert.Contains("012345", network.Calls[1].Body);
        Assert.DoesNotContain("6789", network.Calls[1].Body);
        Assert.Contains("6789", network.Calls[2].Body);
        Assert.Contains("upload_phase=finish", network.Calls[4].Body);
        Assert.All(network.Calls, call => Assert.DoesNotContain("scheduled", call.Body));
    }

    [Fact]
    public async Task A_large_reel_is_given_by_its_address()
    {
        var network = new Recorder()
            .On($$"""{"video_id":"77","upload_url":"{{UploadUrl}}"}""")
            .On("""{"success":true}""")
            .On("""{"status":{"video_status":"uploading","uploading_phase":{"status":"in_progress"}},"id":"77"}""")
            .On("""{"status":{"video_status":"upload_complete","uploading_phase":{"status":"complete"}},"id":"77"}""");

        var (_, steps) = await RunAsync(network, PostType.Reel, options => options.MostBytesInOneCall = 5, until: "publish");

        Assert.Equal(["start", "upload", "poll", "poll"], steps);
        Assert.Equal(UploadUrl, network.Calls[1].Url);
        Assert.Equal($"OAuth {Posts.Token}", network.Calls[1].Authorization);
        Assert.StartsWith("https://media.example/", network.Calls[1].Headers["file_url"]);
        Assert.Empty(network.Calls[1].Body);
    }

    [Fact]
    public async Task A_broken_upload_goes_on_where_Facebook_stands()
    {
        var network = new Recorder()
            .On($$"""{"video_id":"77","upload_url":"{{UploadUrl}}"}""")
            .On("""{"debug_info":{"retriable":true,"type":"PartialRequestError","message":"4 of 10"}}""", status: 400)
            .On(
                """{"status":{"video_status":"uploading","uploading_phase":{"status":"in_progress","bytes_transferred":4}},"id":"77"}"""
            )
            .On("""{"success":true}""");
        var publisher = Publisher(network);
        var work = Work(PostType.Reel);
        work = work with { Cursor = Assert.IsType<StepAnswer.Continue>(await StepAsync(publisher, work)).Cursor };

        var broken = Assert.IsType<StepAnswer.Refused>(await StepAsync(publisher, work));
        Assert.IsType<StepAnswer.Continue>(await StepAsync(publisher, work with { Cursor = broken.Cursor }));

        Assert.Equal((RefusalClass.Transient, "upload/PartialRequestError"), (broken.Class, broken.Problem.Code));
        Assert.Equal(("0", "10"), (network.Calls[1].Headers["offset"], network.Calls[1].Headers["file_size"]));
        Assert.Equal("0123456789", network.Calls[1].Body);
        Assert.Equal("4", network.Calls[3].Headers["offset"]);
        Assert.Equal("456789", network.Calls[3].Body);
    }

    [Fact]
    public async Task An_upload_address_elsewhere_does_not_get_the_token()
    {
        var network = new Recorder().On("""{"video_id":"77","upload_url":"https://rupload.facebook.com.evil.example/v/77"}""");
        var publisher = Publisher(network);

        var answer = await StepAsync(publisher, Work(PostType.Reel));

        Assert.IsType<StepAnswer.Refused>(answer);
        Assert.Single(network.Calls);
    }

    [Fact]
    public async Task A_file_that_Facebook_cannot_read_is_rejected()
    {
        var network = new Recorder()
            .On($$"""{"video_id":"77","upload_url":"{{UploadUrl}}"}""")
            .On("""{"debug_info":{"retriable":false,"type":"ProcessingFailedError","message":"bad"}}""", status: 400);

        var (answer, _) = await RunAsync(network, PostType.Reel);

        Assert.Equal(RefusalClass.Rejected, Assert.IsType<StepAnswer.Refused>(answer).Class);
    }

    [Fact]
    public async Task What_was_prepared_a_day_ago_is_prepared_again()
    {
        var network = new Recorder().On("""{"id":"11"}""").On("""{"id":"12"}""").On("""{"id":"1_2"}""");
        var publisher = Publisher(network);
        var media = new[] { Posts.Image() };
        var work = Posts.Work(Posts.Content(PostType.Post, media), media);
        var ready = Assert.IsType<StepAnswer.Ready>(await StepAsync(publisher, work));
        _clock.Advance(TimeSpan.FromHours(24));
        work = work with { Cursor = ready.Cursor };

        work = work with { Cursor = Assert.IsType<StepAnswer.Continue>(await StepAsync(publisher, work)).Cursor };
        work = work with { Cursor = Assert.IsType<StepAnswer.Ready>(await StepAsync(publisher, work)).Cursor };
        Assert.IsType<StepAnswer.Done>(await StepAsync(publisher, work));

        Assert.Contains(Uri.EscapeDataString("""{"media_fbid":"12"}"""), network.Calls[2].Body);
        Assert.DoesNotContain("11", network.Calls[2].Body);
    }

    [Fact]
    public async Task A_failed_processing_is_prepared_again_and_then_the_contents_fault()
    {
        const string Failed =
            """{"status":{"video_status":"error","processing_phase":{"status":"error","errors":[{"code":1363030,"message":"x"}]}},"id":"77"}""";
        var publisher = Publisher(new Recorder().On(Failed).On(Failed));
        var cursor = FacebookCursor.Read(null, "0123456789abcdef0123456789abcdef") with
        {
            Video = "77",
            IsReady = true,
            OldestAt = _clock.GetUtcNow().ToUnixTimeSeconds(),
        };

        var first = await StepAsync(publisher, Work(PostType.Reel) with { Cursor = cursor.Write() });
        var last = await StepAsync(publisher, Work(PostType.Reel) with { Cursor = (cursor with { Restarts = 2 }).Write() });

        var again = Assert.IsType<StepAnswer.Refused>(first);
        Assert.Equal(RefusalClass.Transient, again.Class);
        Assert.Null(FacebookCursor.ReadAny(again.Cursor)!.Video);
        Assert.Equal(RefusalClass.Rejected, Assert.IsType<StepAnswer.Refused>(last).Class);
    }

    private PublishWork Work(PostType type)
    {
        var media = new[] { Posts.Video(size: s_file.Length) };
        return Posts.Work(Posts.Content(type, media), media) with
        {
            Open = (_, _) => Task.FromResult<Stream?>(new MemoryStream(s_file)),
        };
    }

    private async Task<(StepAnswer Answer, IReadOnlyList<string> Steps)> RunAsync(
        Recorder network,
        PostType type,
        Action<FacebookOptions>? configure = null,
        string? until = null
    )
    {
        var publisher = Publisher(network, configure);
        var work = Work(type);
        List<string> steps = [];
        while (true)
        {
            var step = publisher.NextStep(work);
            if (step.Name == until)
            {
                return (new StepAnswer.Continue(work.Cursor!), steps);
            }

            steps.Add(step.Name);
            var answer = await publisher.AdvanceAsync(work, step, CancellationToken.None);
            switch (answer)
            {
                case StepAnswer.Continue next:
                    work = work with { Cursor = next.Cursor };
                    break;
                case StepAnswer.Wait wait:
                    _clock.Advance(wait.Delay);
                    work = work with { Cursor = wait.Cursor };
                    break;
                case StepAnswer.Ready ready:
                    work = work with { Cursor = ready.Cursor };
                    break;
                default:
                    return (answer, steps);
            }
        }
    }

    private static Task<StepAnswer> StepAsync(IPlatformPublisher publisher, PublishWork work) =>
        publisher.AdvanceAsync(work, publisher.NextStep(work), CancellationToken.None);

    private FacebookPublisher Publisher(HttpMessageHandler network, Action<FacebookOptions>? configure = null)
    {
        var settings = new FacebookOptions { ReadPermalinkAfterPublish = false, PublishPolls = [] };
        configure?.Invoke(settings);
        var options = Options.Create(settings);
        var api = new FacebookApi(new GraphClient(new PlatformHttp(new PlatformTransport(network), _clock)), options);
        var verdicts = new FacebookVerdicts(_clock);
        return new FacebookPublisher(
            new FacebookUploads(api, verdicts, options, _clock),
            new FacebookPosting(api, verdicts, options, _clock),
            new FacebookFinder(api, verdicts, options),
            new FacebookFollowUps(api, verdicts),
            new FacebookChanges(api, verdicts),
            verdicts,
            _clock
        );
    }

    /// <summary>Answers one line after the other and keeps what was sent.</summary>
    private sealed class Recorder : HttpMessageHandler
    {
        private readonly Queue<(string Json, int Status)> _answers = new();

        public List<Sent> Calls { get; } = [];

        public Recorder On(string json, int status = 200)
        {
            _answers.Enqueue((json, status));
            return this;
        }

        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            Calls.Add(
                new Sent(
                    request.RequestUri!.AbsoluteUri,
                    request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken),
                    request.Headers.Authorization?.ToString(),
                    request.Headers.ToDictionary(header => header.Key, header => string.Join(',', header.Value))
                )
            );
            Assert.True(_answers.TryDequeue(out var answer), $"No call was expected, but there was {request.RequestUri}.");
            return new HttpResponseMessage((System.Net.HttpStatusCode)answer.Status)
            {
                Content = new StringContent(answer.Json, Encoding.UTF8, "application/json"),
            };
        }
    }

    private sealed record Sent(string Url, string Body, string? Authorization, IReadOnlyDictionary<string, string> Headers);
}
