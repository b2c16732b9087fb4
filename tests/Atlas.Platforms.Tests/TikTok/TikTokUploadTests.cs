using System.Net;
using System.Text;
using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Platforms.Http;
using Atlas.Platforms.Tests.Instagram;
using Atlas.Platforms.TikTok;
using Atlas.Testing;
using Microsoft.Extensions.Options;

namespace Atlas.Platforms.Tests.TikTok;

/// <summary>What the upload host answers when something is wrong, and what follows from it.</summary>
public sealed class TikTokUploadTests
{
    private const string Url = "https://upload.example/video/?upload_token=secret";
    private const long Size = 12_000_000;

    [Theory]
    [InlineData(HttpStatusCode.BadRequest, null, RefusalClass.Rejected, null)]
    [InlineData(HttpStatusCode.Forbidden, null, RefusalClass.Transient, 0)]
    [InlineData(HttpStatusCode.NotFound, null, RefusalClass.Transient, 0)]
    [InlineData(HttpStatusCode.BadGateway, null, RefusalClass.Transient, 0)]
    [InlineData(HttpStatusCode.RequestedRangeNotSatisfiable, 6_000_000L, RefusalClass.Transient, 1)]
    [InlineData(HttpStatusCode.RequestedRangeNotSatisfiable, 1_234L, RefusalClass.Transient, null)]
    public async Task A_refused_part_goes_on_where_it_can(HttpStatusCode status, long? has, RefusalClass expected, int? sent)
    {
        var network = new Script(put: status, uploaded: has);
        var (publisher, work) = Stand(network, sent: 0);

        var answer = await publisher.AdvanceAsync(work, publisher.NextStep(work), CancellationToken.None);

        var refused = Assert.IsType<StepAnswer.Refused>(answer);
        Assert.Equal(expected, refused.Class);
        var next = refused.Cursor is null ? null : TikTokCursor.ReadAny(refused.Cursor);
        var keepsUpload = status is HttpStatusCode.BadGateway || has is 6_000_000;
        Assert.Equal(keepsUpload, next?.Upload is not null);
        Assert.Equal(keepsUpload ? sent : null, keepsUpload ? next?.Sent : null);
        Assert.DoesNotContain("secret", $"{answer}");
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden, "PROCESSING_UPLOAD", 6_000_000L, "again")]
    [InlineData(HttpStatusCode.NotFound, "PROCESSING_UPLOAD", 6_000_000L, "again")]
    [InlineData(HttpStatusCode.RequestedRangeNotSatisfiable, "PROCESSING_UPLOAD", 0L, "rewound")]
    [InlineData(HttpStatusCode.NotFound, "", null, "unknown")]
    [InlineData(HttpStatusCode.BadGateway, "PROCESSING_UPLOAD", 6_000_000L, "unknown")]
    [InlineData(HttpStatusCode.TooManyRequests, "PROCESSING_UPLOAD", 6_000_000L, "again")]
    public async Task A_refused_last_part_is_never_taken_for_nothing_unless_TikTok_says_so(
        HttpStatusCode status,
        string state,
        long? has,
        string expected
    )
    {
        var network = new Script(put: status, uploaded: has, state);
        var (publisher, work) = Stand(network, sent: 1);

        var answer = await publisher.AdvanceAsync(work, publisher.NextStep(work), CancellationToken.None);

        switch (expected)
        {
            case "unknown":
                Assert.IsType<StepAnswer.Unknown>(answer);
                break;
            case "rewound":
                Assert.Equal(0, TikTokCursor.ReadAny(Assert.IsType<StepAnswer.Refused>(answer).Cursor)!.Sent);
                break;
            default:
                Assert.NotEqual(RefusalClass.Rejected, Assert.IsType<StepAnswer.Refused>(answer).Class);
                break;
        }
    }

    [Fact]
    public async Task An_upload_that_has_lapsed_is_opened_again()
    {
        var network = new Script(put: HttpStatusCode.Created, uploaded: 6_000_000);
        var (publisher, work) = Stand(network, sent: 1, opened: FakeClock.DefaultStart.AddHours(-1));

        var answer = await publisher.AdvanceAsync(work, publisher.NextStep(work), CancellationToken.None);

        Assert.Null(TikTokCursor.ReadAny(Assert.IsType<StepAnswer.Continue>(answer).Cursor)!.PublishId);
        Assert.DoesNotContain("PUT", network.Calls);
    }

    [Fact]
    public async Task A_part_carries_its_range_its_type_and_no_token()
    {
        var network = new Script(put: HttpStatusCode.PartialContent, uploaded: 0);
        var (publisher, work) = Stand(network, sent: 0);

        await publisher.AdvanceAsync(work, publisher.NextStep(work), CancellationToken.None);

        Assert.Equal("bytes 0-5999999/12000000", network.Range);
        Assert.Equal("video/mp4", network.ContentType);
        Assert.Equal(6_000_000, network.Sent);
        Assert.Null(network.Authorization);
    }

    [Fact]
    public void A_changed_content_leaves_the_upload_behind()
    {
        var (publisher, work) = Stand(new Script(HttpStatusCode.Created, 0), sent: 1);

        Assert.Equal("publish", publisher.NextStep(work).Name);
        Assert.Equal("open", publisher.NextStep(work with { ContentHash = "fedcba9876543210fedcba9876543210" }).Name);
    }

    private static (IPlatformPublisher Publisher, PublishWork Work) Stand(Script network, int sent, DateTimeOffset? opened = null)
    {
        var clock = new FakeClock();
        var options = Options.Create(new TikTokOptions { PublishedPolls = [] });
        var api = new TikTokApi(new PlatformHttp(new PlatformTransport(network), clock), options);
        var answers = new TikTokAnswers(clock);
        var progress = new TikTokProgress(api, answers, options, clock);
        var creators = new TikTokCreators(api, answers);
        var video = Posts.Video(size: Size);
        var work = Posts.Work(Posts.Content(PostType.Post, [video], options: TikTokPosts.Public), [video]) with
        {
            Channel = TikTokPosts.Channel(),
            App = TikTokSandbox.Audited,
            Open = (_, _) => Task.FromResult<Stream?>(new MemoryStream(new byte[Size])),
        };
        var cursor = new TikTokCursor
        {
            Hash = work.ContentHash[..16],
            PublishId = "v_pub_file~v2.1",
            Upload = SealedUrl.Seal(Url, work.AccessToken),
            ChunkSize = 6_000_000,
            Sent = sent,
            OpenedAt = (opened ?? clock.Now).ToUnixTimeSeconds(),
        };
        var publisher = new TikTokPublisher(
            new TikTokUploads(api, answers, creators, progress, options, clock),
            new TikTokFetches(api, answers, creators, progress),
            new TikTokFinder(api, answers, progress, options, clock),
            creators
        );
        return (publisher, work with { Cursor = cursor.Write() });
    }

    /// <summary>An upload host with one answer, and a status that stands still.</summary>
    private sealed class Script(HttpStatusCode put, long? uploaded, string state = "PROCESSING_UPLOAD") : HttpMessageHandler
    {
        public List<string> Calls { get; } = [];

        public string? Range { get; private set; }

        public string? ContentType { get; private set; }

        public string? Authorization { get; private set; }

        public int Sent { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            Calls.Add(request.Method.Method);
            if (request.Method == HttpMethod.Put)
            {
                Range = request.Content!.Headers.ContentRange?.ToString();
                ContentType = request.Content.Headers.ContentType?.ToString();
                Authorization = request.Headers.Authorization?.ToString();
                Sent = (await request.Content.ReadAsByteArrayAsync(cancellationToken)).Length;
                return new HttpResponseMessage(put);
            }

            Assert.EndsWith("/v2/post/publish/status/fetch/", request.RequestUri!.AbsolutePath);
            var body =
                state.Length == 0
                    ? """{"data":{},"error":{"code":"internal_error","message":"","log_id":"1"}}"""
                    : $$$"""{"data":{"status":"{{{state}}}","uploaded_bytes":{{{uploaded}}}},"error":{"code":"ok","message":"","log_id":"1"}}""";
            return new HttpResponseMessage(state.Length == 0 ? HttpStatusCode.InternalServerError : HttpStatusCode.OK)
            {
                Content = new StringContent(body, Encoding.UTF8, "application/json"),
            };
        }
    }
}
