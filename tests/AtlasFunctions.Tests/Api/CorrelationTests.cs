using System.Net;
using System.Text.Json.Nodes;
using Atlas.Core.Tracing;
using Atlas.Functions.Api;
using Atlas.Functions.Tests.App;
using Atlas.Testing;

namespace Atlas.Functions.Tests.Api;

[Collection(AtlasCollection.Name)]
public sealed class CorrelationTests(RunningAtlas app)
{
    [Theory]
    [InlineData("order-4711", true)]
    [InlineData("two words", false)]
    [InlineData(null, false)]
    public async Task A_request_is_answered_under_its_callers_id_or_one_that_was_made(string? given, bool isKept)
    {
        var (header, body) = await AskAsync(HttpMethod.Get, "/api/v1/posts/none", given);

        Assert.Equal(isKept, header == given);
        Assert.True(RequestCorrelation.IsValid(header), header);
        Assert.Equal(header, (string?)body["correlationId"]);
    }

    [Fact]
    public async Task Two_requests_are_told_apart()
    {
        var (first, _) = await AskAsync(HttpMethod.Get, "/api/v1/posts/none", null);
        var (second, _) = await AskAsync(HttpMethod.Get, "/api/v1/posts/none", null);
        Assert.NotEqual(first, second);
    }

    [Fact]
    public async Task What_a_request_does_to_a_post_bears_its_id_and_what_the_app_does_later_does_not()
    {
        var workspace = await app.NewWorkspaceAsync();
        var channel = await workspace.ConnectAsync();
        workspace.Client.Http.DefaultRequestHeaders.Add(CorrelationMiddleware.Header, "my-order-1");
        var post = await workspace.ScheduleAsync(channel, minutes: 0);
        workspace.Client.Http.DefaultRequestHeaders.Remove(CorrelationMiddleware.Header);

        JsonArray entries = [];
        await Eventually.BeAsync(async () =>
        {
            var timeline = (await workspace.Client.GetAsync($"/api/v1/posts/{post.Id}/timeline")).Expect(HttpStatusCode.OK);
            entries = timeline["entries"]!.AsArray();
            return entries.Any(entry => (string?)entry!["event"] == "published");
        });

        var publication = (string)post["publications"]![0]!["id"]!;
        Assert.All(entries, entry => Assert.Equal(publication, (string?)entry!["traceId"]));
        Assert.Equal(["my-order-1", "my-order-1", null, null], entries.Select(entry => (string?)entry!["correlationId"]));
    }

    private async Task<(string Header, JsonNode Body)> AskAsync(HttpMethod method, string path, string? given)
    {
        using var client = new HttpClient { BaseAddress = app.Address };
        using var request = new HttpRequestMessage(method, path);
        if (given is not null)
        {
            request.Headers.Add(CorrelationMiddleware.Header, given);
        }

        using var response = await client.SendAsync(request);
        return (
            response.Headers.GetValues(CorrelationMiddleware.Header).Single(),
            JsonNode.Parse(await response.Content.ReadAsStringAsync())!
        );
    }
}
