using Atlas.Core.Platforms;
using Atlas.Core.Posts;
using Atlas.Testing;

namespace Atlas.Platforms.Tests.Instagram;

public sealed class InstagramFinderTests
{
    private static readonly DateTimeOffset s_sent = FakeClock.DefaultStart;

    [Theory]
    [InlineData("FINISHED", true)]
    [InlineData("ERROR", true)]
    [InlineData("EXPIRED", true)]
    [InlineData("IN_PROGRESS", false)]
    public async Task The_containers_own_state_says_that_nothing_is_live(string state, bool certain)
    {
        var network = new ScriptedInstagram().On("GET /11", $$"""{"status_code":"{{state}}"}""");

        var answer = await FindAsync(network, PostType.Post);

        Assert.Equal(certain, Assert.IsType<FindAnswer.Absent>(answer).Certain);
        Assert.True(network.IsPlayedOut); // the list of media was not asked
    }

    [Fact]
    public async Task Without_a_container_nothing_can_be_live()
    {
        var image = Posts.Image();
        var answer = await new PublisherUnderTest(new ScriptedInstagram()).Publisher.FindPublishedAsync(
            Posts.Work(Posts.Content(PostType.Post, [image]), [image]),
            s_sent,
            CancellationToken.None
        );

        Assert.True(Assert.IsType<FindAnswer.Absent>(answer).Certain);
    }

    [Fact]
    public async Task A_published_container_is_found_among_the_media_by_caption_type_and_time()
    {
        var network = new ScriptedInstagram()
            .On("GET /11", """{"status_code":"PUBLISHED"}""")
            .On(
                "GET /17841400000000001/media",
                """
                {"data":[
                {"id":"1","caption":"Fresh bread","media_type":"IMAGE","timestamp":"2026-11-22T09:05:00+0000","permalink":"https://i/1"},
                {"id":"2","caption":"Other","media_type":"IMAGE","timestamp":"2026-11-22T09:00:03+0000"},
                {"id":"3","caption":"Fresh bread","media_type":"CAROUSEL_ALBUM","timestamp":"2026-11-22T09:00:02+0000"}],
                "paging":{"cursors":{"after":"AFTER"},"next":"https://graph.facebook.com/elsewhere"}}
                """
            )
            .On(
                "GET /17841400000000001/media",
                """
                {"data":[
                {"id":"4","caption":" Fresh\nbread ","media_type":"IMAGE","timestamp":"2026-11-22T09:00:01+0000","permalink":"https://i/4"},
                {"id":"5","caption":"Fresh bread","media_type":"IMAGE","timestamp":"2026-11-22T08:00:00+0000"}]}
                """
            );

        var answer = await FindAsync(network, PostType.Post);

        var found = Assert.IsType<FindAnswer.Found>(answer);
        Assert.Equal(["4", "1"], found.Candidates.Select(candidate => candidate.PlatformPostId));
        Assert.Equal("https://i/4", found.Candidates[0].Permalink);
        Assert.Equal("AFTER", network.Calls[2].Form["after"]);
        Assert.Equal($"{s_sent.AddMinutes(-2).ToUnixTimeSeconds()}", network.Calls[1].Form["since"]);
    }

    [Fact]
    public async Task A_story_is_looked_for_among_stories()
    {
        var network = new ScriptedInstagram()
            .On("GET /11", """{"status_code":"PUBLISHED"}""")
            .On(
                "GET /stories",
                """{"data":[{"id":"7","media_type":"IMAGE","media_product_type":"STORY","timestamp":"2026-11-22T09:00:01+0000"}]}"""
            );

        var found = Assert.IsType<FindAnswer.Found>(await FindAsync(network, PostType.Story));

        Assert.Equal("7", Assert.Single(found.Candidates).PlatformPostId);
    }

    /// <summary>The list lags: what the container says is not undone by it.</summary>
    [Fact]
    public async Task Published_but_not_in_the_list_yet_is_never_absent()
    {
        var network = new ScriptedInstagram()
            .On("GET /11", """{"status_code":"PUBLISHED"}""")
            .On("GET /media", """{"data":[]}""");

        Assert.False(Assert.IsType<FindAnswer.Unreadable>(await FindAsync(network, PostType.Post)).Ever);
    }

    [Fact]
    public async Task An_unreadable_container_leaves_the_list_as_evidence_and_its_silence_as_none()
    {
        var found = new ScriptedInstagram()
            .OnError("GET /11", 100, 33)
            .On(
                "GET /media",
                """{"data":[{"id":"4","caption":"Fresh bread","media_type":"IMAGE","timestamp":"2026-11-22T09:00:01+0000"}]}"""
            );
        var silent = new ScriptedInstagram().OnError("GET /11", 190, 463).OnError("GET /media", 190, 463);

        Assert.IsType<FindAnswer.Found>(await FindAsync(found, PostType.Post));
        Assert.IsType<FindAnswer.Unreadable>(await FindAsync(silent, PostType.Post));
    }

    [Fact]
    public async Task A_comment_is_found_by_author_text_and_time()
    {
        var network = new ScriptedInstagram().On(
            "GET /30/comments",
            """
            {"data":[
            {"id":"c1","text":"First!","username":"someone","timestamp":"2026-11-22T09:00:05+0000"},
            {"id":"c2","text":"First!","username":"blue.bakery","timestamp":"2026-11-22T09:00:04+0000"},
            {"id":"c3","text":"First!","username":"blue.bakery","timestamp":"2026-11-20T09:00:04+0000"}]}
            """
        );
        var image = Posts.Image();
        var publisher = new PublisherUnderTest(network).Publisher;

        var answer = await publisher.FindChildAsync(
            Posts.FirstComment(Posts.Work(Posts.Content(PostType.Post, [image]), [image]), "30", "First!"),
            s_sent,
            CancellationToken.None
        );

        Assert.Equal("c2", Assert.Single(Assert.IsType<FindAnswer.Found>(answer).Candidates).PlatformPostId);
    }

    [Theory]
    [InlineData(200, """{"id":"55"}""", typeof(StepAnswer.Done))]
    [InlineData(500, """{"error":{"code":2}}""", typeof(StepAnswer.Unknown))]
    [InlineData(400, """{"error":{"code":190}}""", typeof(StepAnswer.Refused))]
    public async Task A_comment_answers_as_a_publish_does(int status, string body, Type expected)
    {
        var network = new ScriptedInstagram().On("POST /30/comments", body, status);
        var image = Posts.Image();

        var publisher = new PublisherUnderTest(network).Publisher;
        var comment = Posts.FirstComment(Posts.Work(Posts.Content(PostType.Post, [image]), [image]), "30", "First & best!");
        var answer = await publisher.AdvanceChildAsync(comment, publisher.NextChildStep(comment), CancellationToken.None);

        Assert.IsType(expected, answer);
        Assert.Equal("First & best!", network.Calls[0].Form["message"]);
    }

    private static Task<FindAnswer> FindAsync(ScriptedInstagram network, PostType type)
    {
        var image = Posts.Image();
        var work = Posts.Work(
            Posts.Content(type, [image], type is PostType.Story ? "" : "Fresh bread"),
            [image],
            cursor: """{"h":"0123456789abcdef","c":"11","r":true,"o":1795338000,"s":1795338000}"""
        );
        return new PublisherUnderTest(network).Publisher.FindPublishedAsync(work, s_sent, CancellationToken.None);
    }
}
