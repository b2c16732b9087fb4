using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Atlas.LocalRuntime.Functions.Tests.Http;

public sealed class RoutingTests
{
    private const string NotOurs = @"{*path:regex(^(?!(api|runtime|admin)(/|$)).*$)}";

    [Theory]
    [InlineData("{ }", "/api/plain", HttpStatusCode.OK)]
    [InlineData("{ }", "/plain", HttpStatusCode.NotFound)]
    [InlineData("""{ "extensions": { "http": { "routePrefix": "" } } }""", "/plain", HttpStatusCode.OK)]
    [InlineData("""{ "extensions": { "http": { "routePrefix": "v2/x" } } }""", "/v2/x/plain", HttpStatusCode.OK)]
    public async Task The_route_prefix_of_host_json_stands_before_every_route(string hostJson, string path, HttpStatusCode status)
    {
        using var folder = new AppFolder(hostJson);
        await using var app = await RunningApp.StartAsync([typeof(Plain)], folder: folder);

        Assert.Equal(status, await app.StatusAsync(path));
    }

    [Fact]
    public async Task An_app_setting_overrides_host_json()
    {
        await using var app = await RunningApp.StartAsync(
            [typeof(Plain)],
            args: ["--AzureFunctionsJobHost:extensions:http:routePrefix=over"]
        );

        Assert.Equal(HttpStatusCode.OK, await app.StatusAsync("/over/plain"));
        Assert.Equal(HttpStatusCode.NotFound, await app.StatusAsync("/plain"));
    }

    [Theory]
    [InlineData("GET", "/things/list", "A:list")] // the first by name, although another is more specific
    [InlineData("POST", "/things/list", "B")] // A takes only GET
    [InlineData("GET", "/THINGS/x/", "A:x")]
    [InlineData("GET", "/numbers/7", "C:7")]
    [InlineData("GET", "/numbers/seven", "404")]
    [InlineData("GET", "/files/a/b/c.txt", "D:a/b/c.txt")]
    [InlineData("GET", "/files", "D:")]
    [InlineData("GET", "/optional", "E:none")]
    [InlineData("GET", "/optional/x", "E:x")]
    [InlineData("GET", "/mixed/a-b.json", "F:a-b")]
    [InlineData("GET", "/mixed/a-b.xml", "404")]
    [InlineData("GET", "/anything/at/all", "Z:anything/at/all")]
    [InlineData("GET", "/api/anything", "404")]
    [InlineData("GET", "/things/a%20b", "A:a b")]
    [InlineData("DELETE", "/things/x", "404")] // as the host: not 405
    public async Task The_first_match_in_order_of_names_answers(string method, string path, string expected)
    {
        await using var app = await RunningApp.StartAsync([typeof(Ordered)]);
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        using var response = await app.Client.SendAsync(request);

        Assert.Equal(
            expected,
            response.StatusCode == HttpStatusCode.NotFound ? "404" : await response.Content.ReadAsStringAsync()
        );
    }

    [Fact]
    public void Overlapping_routes_are_found_and_others_are_not_accused()
    {
        var overlaps = RouteOverlap.Find([typeof(Ordered)], routePrefix: "");

        Assert.Equal(
            ["A/Y2"],
            overlaps.Where(overlap => overlap.Second != "Z").Select(overlap => $"{overlap.First}/{overlap.Second}")
        );
        Assert.DoesNotContain(overlaps, overlap => overlap.FirstRoute.StartsWith("api"));
        Assert.Contains(overlaps, overlap => overlap is { First: "A", Second: "Z" });
    }

    [Fact]
    public void A_catch_all_that_excludes_the_api_does_not_overlap_with_it()
    {
        Assert.Empty(RouteOverlap.Find([typeof(Excluded)], routePrefix: ""));
    }

    public static class Plain
    {
        [Function("plain")]
        public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => Results.Ok();
    }

    public static class Ordered
    {
        [Function("B")]
        public static IResult B([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "things/list")] HttpRequest request) =>
            Results.Text("B");

        [Function("A")]
        public static IResult A(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "things/{id}")] HttpRequest request,
            string id
        ) => Results.Text($"A:{id}");

        [Function("Y2")]
        public static IResult Y2(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "things/never")] HttpRequest request
        ) => Results.Text("Y2");

        [Function("C")]
        public static IResult C(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "numbers/{n:int}")] HttpRequest request,
            int n
        ) => Results.Text($"C:{n}");

        [Function("C2")]
        public static IResult C2(
            [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "numbers/{n:int}")] HttpRequest request
        ) => Results.Text("C2");

        [Function("D")]
        public static IResult D(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "files/{*path}")] HttpRequest request,
            string? path
        ) => Results.Text($"D:{path}");

        [Function("E")]
        public static IResult E(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "optional/{id?}")] HttpRequest request,
            string? id
        ) => Results.Text($"E:{id ?? "none"}");

        [Function("F")]
        public static IResult F(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "mixed/{name}.json")] HttpRequest request,
            string name
        ) => Results.Text($"F:{name}");

        [Function("Z")]
        public static IResult Z(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = @"{*path:regex(^(?!(api|numbers|mixed)(/|$)).*$)}")]
                HttpRequest request,
            string? path
        ) => Results.Text($"Z:{path}");
    }

    public static class Excluded
    {
        [Function("Api")]
        public static IResult Api(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/posts/{id}")] HttpRequest request
        ) => Results.Ok();

        [Function("ApiOfPost")]
        public static IResult ApiOfPost(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/posts/{id}/timeline")] HttpRequest request
        ) => Results.Ok();

        [Function("Site")]
        public static IResult Site([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = NotOurs)] HttpRequest request) =>
            Results.Ok();
    }
}
