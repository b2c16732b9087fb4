using System.Net;
using System.Text;
using Atlas.Functions.Tests.App;

namespace Atlas.Functions.Tests.Api;

[Collection(AtlasCollection.Name)]
public sealed class RequestTests(RunningAtlas app)
{
    [Theory]
    [InlineData("", "empty")]
    [InlineData("{", "line 1, position 2")]
    [InlineData("{\"text\": \"a\",\n  oops}", "line 2, position 3")]
    [InlineData("{} {}", "line 1, position 4")]
    [InlineData("null", "null")]
    public async Task Malformed_json_is_a_problem_that_says_where_it_breaks(string body, string hint)
    {
        var workspace = await app.NewWorkspaceAsync();

        var answer = await SendAsync(workspace, body);

        Assert.Contains(hint, (string)answer.Expect(HttpStatusCode.BadRequest)["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_of_another_shape_names_what_it_should_be()
    {
        var workspace = await app.NewWorkspaceAsync();

        Assert.Equal(["$"], (await SendAsync(workspace, "[1, 2]")).Expect(HttpStatusCode.BadRequest).Fields);
        Assert.Equal(["publishNow"], (await SendAsync(workspace, "{\"publishNow\": null}")).Fields);
    }

    [Fact]
    public async Task A_too_large_body_and_one_that_is_not_json_are_refused()
    {
        var workspace = await app.NewWorkspaceAsync();

        (await SendAsync(workspace, $"{{\"text\":\"{new string('x', 600_000)}\"}}")).Expect(HttpStatusCode.RequestEntityTooLarge);
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("text", "x")]);
        (await workspace.Client.SendAsync(HttpMethod.Post, "/api/v1/posts", form)).Expect(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task A_key_that_asks_too_much_is_told_when_to_go_on()
    {
        var frugal = new RunningAtlas();
        frugal.Settings["Atlas:Api:BurstRequests"] = "5";
        frugal.Settings["Atlas:Api:RequestsPerSecond"] = "0.1";
        await frugal.InitializeAsync();
        try
        {
            var workspace = await frugal.NewWorkspaceAsync();
            for (var i = 0; i < 5; i++)
            {
                (await workspace.Client.GetAsync("/api/v1/posts")).Expect(HttpStatusCode.OK);
            }

            using var refused = await workspace.Client.Http.GetAsync("/api/v1/posts");

            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
            Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 10);
            Assert.Equal("0", refused.Headers.GetValues("RateLimit-Remaining").Single());
            await frugal.NewWorkspaceAsync(); // another key has a bucket of its own
        }
        finally
        {
            await frugal.DisposeAsync();
        }
    }

    [Fact]
    public async Task The_open_pages_answer_without_a_key()
    {
        var stranger = app.ClientFor(null);

        Assert.Equal("healthy", (string?)(await stranger.GetAsync("/api/health")).Expect(HttpStatusCode.OK)["status"]);
        Assert.Contains("dashboard has not been built", (await stranger.GetAsync("/")).Text, StringComparison.Ordinal);
        var reference = (await stranger.GetAsync("/api/reference")).Expect(HttpStatusCode.OK);
        Assert.Contains("/api/v1/publications/{publicationId}/resolve", reference.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", reference.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Figures_are_for_the_deployment_and_not_for_its_tenants()
    {
        var workspace = await app.NewWorkspaceAsync();

        (await workspace.Client.GetAsync("/api/metrics")).Expect(HttpStatusCode.Forbidden);
        (await app.ClientFor(RunningAtlas.SetupKey).GetAsync("/api/metrics")).Expect(HttpStatusCode.OK);
    }

    private static Task<ApiAnswer> SendAsync(TestWorkspace workspace, string body) =>
        workspace.Client.SendAsync(HttpMethod.Post, "/api/v1/posts", new StringContent(body, Encoding.UTF8, "application/json"));
}
