using System.Net;
using System.Web;
using Atlas.Sandbox.Meta;
using Atlas.Sandbox.Networks;

namespace Atlas.Sandbox.Tests.Meta;

public sealed class MetaProductTests : SandboxTest
{
    private const string Redirect = "http://127.0.0.1:9/back";

    private protected override IReadOnlyList<ISandboxNetwork> Networks(NetworkServices services) =>
        [new InstagramNetwork(), new MadeUpProduct()];

    [Fact]
    public async Task A_product_adds_a_field_and_an_edge_to_pages()
    {
        var actor = await NewAccountAsync();

        var page = await GetAsync(actor, $"{actor.PageId}?fields=name,mood");
        var posted = await PostAsync(actor, $"{actor.PageId}/moods", ("mood", "bright"));
        var unknown = await GetAsync(actor, $"{actor.PageId}?fields=moot");

        Assert.Equal("calm", page["mood"]);
        Assert.Equal("bright", posted["id"]);
        Assert.Equal(100, unknown.Error.Code);
        Assert.Equal(100, (await PostAsync(actor, $"{actor.PageId}/moods", ("mod", "x"))).Error.Code);
        Assert.Equal(100, (await PostAsync(actor, $"{actor.PageId}/nothing")).Error.Code);
    }

    [Fact]
    public async Task A_product_has_a_consent_page_and_a_token_endpoint_of_its_own()
    {
        var app = MadeUpProduct.App;
        var address =
            $"threads.net/oauth/authorize?client_id={app.Id}&response_type=code&scope=mood_write&redirect_uri={Uri.EscapeDataString(Redirect)}";
        Assert.Contains("Made up", await Http.GetStringAsync(address));
        using var form = new FormUrlEncodedContent([new("sandbox_user", "harbour.bakery"), new("sandbox_decision", "allow")]);
        using var back = await Http.PostAsync(address, form);

        var code = HttpUtility.ParseQueryString(back.Headers.Location!.Query)["code"];
        using var exchange = new FormUrlEncodedContent([new("code", code), new("redirect_uri", Redirect)]);
        using var response = await Http.PostAsync("graph.threads.net/oauth/access_token", exchange);
        var token = await Answer.ReadAsync(response);

        Assert.StartsWith("THAA", token["id"]);
        var other = await GetAsync(await NewAccountAsync() with { Token = token["id"] }, "me", "graph.facebook.com/v26.0");
        Assert.Equal(190, other.Error.Code);
    }

    [Fact]
    public async Task The_pages_of_a_business_are_found_over_it()
    {
        var owner = await GetAsync(MadeUpProduct.Owner, "me/businesses?fields=id,name", FacebookGraph);
        var business = owner.Body.GetProperty("data")[0];
        var pages = await GetAsync(
            MadeUpProduct.Owner,
            $"{business.GetProperty("id")}/owned_pages?fields=id,name",
            FacebookGraph
        );
        var page = pages.Body.GetProperty("data")[0].GetProperty("id").GetString();
        var mine = await GetAsync(MadeUpProduct.Owner, "me/accounts", FacebookGraph);

        Assert.Equal("Bread Group", business.GetProperty("name").GetString());
        Assert.Equal(MadeUpProduct.PageId, page);
        Assert.Empty(mine.Body.GetProperty("data").EnumerateArray());
        Assert.Equal("Bread Group Page", (await GetAsync(MadeUpProduct.Owner, $"{page}?fields=name", FacebookGraph))["name"]);
        var stranger = await NewAccountAsync();
        Assert.Equal((100, 33), (await GetAsync(stranger, $"{page}?fields=name", FacebookGraph)).Error);
    }
}
