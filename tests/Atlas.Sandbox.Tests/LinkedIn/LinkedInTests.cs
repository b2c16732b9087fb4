using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Atlas.Sandbox.Tests.LinkedIn;

public sealed class LinkedInTests : SandboxTest
{
    private const string Rest = "api.linkedin.com/rest/";

    [Theory]
    [InlineData(null, "2.0.0", HttpStatusCode.BadRequest, "VERSION_MISSING")]
    [InlineData("202507", "2.0.0", (HttpStatusCode)426, "NONEXISTENT_VERSION")]
    [InlineData("202607", null, HttpStatusCode.BadRequest, "INVALID_VALUE_FOR_FIELD")]
    public async Task A_call_names_a_living_version(string? version, string? protocol, HttpStatusCode status, string code)
    {
        var page = await PageAsync();

        var answer = await SendAsync(page, HttpMethod.Post, "posts", Post(page, "Hello"), version, protocol);

        Assert.Equal((status, code), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task A_reserved_character_that_is_not_escaped_silently_ends_the_text()
    {
        var page = await PageAsync();

        var answer = await SendAsync(page, HttpMethod.Post, "posts", Post(page, @"Open \(daily\) from 6 (not Sunday) #rye"));

        Assert.Equal(HttpStatusCode.Created, answer.Status);
        Assert.StartsWith("urn:li:share:", answer.Id);
        var effect = Assert.Single(await EffectsAsync(page.Id));
        Assert.Equal("Open (daily) from 6 ", effect.GetProperty("caption").GetString());
    }

    [Fact]
    public async Task Unknown_and_missing_fields_are_refused()
    {
        var page = await PageAsync();
        var unknown = Post(page, "Hello");
        unknown["lifecycle"] = "PUBLISHED";
        var missing = Post(page, "Hello");
        missing.Remove("distribution");

        Assert.Equal("UNPROCESSABLE_ENTITY", (await SendAsync(page, HttpMethod.Post, "posts", unknown)).Code);
        Assert.Equal("MISSING_FIELD", (await SendAsync(page, HttpMethod.Post, "posts", missing)).Code);
        Assert.Empty(await EffectsAsync(page.Id));
    }

    [Fact]
    public async Task The_same_text_is_taken_once_even_after_it_was_deleted()
    {
        var page = await PageAsync();
        var first = await SendAsync(page, HttpMethod.Post, "posts", Post(page, "Only once"));
        var second = await SendAsync(page, HttpMethod.Post, "posts", Post(page, "Only once"));
        await SendAsync(page, HttpMethod.Delete, $"posts/{Uri.EscapeDataString(first.Id!)}", body: null);
        var ghost = await SendAsync(page, HttpMethod.Post, "posts", Post(page, "Only once"));

        Assert.Equal((HttpStatusCode)422, second.Status);
        Assert.Contains($"duplicate of {first.Id}", second.Text);
        Assert.Contains("DUPLICATE_POST", ghost.Text);
    }

    [Fact]
    public async Task A_role_that_may_not_post_is_refused_and_so_is_a_strangers_page()
    {
        var analyst = await PageAsync("ANALYST");
        var other = await PageAsync();

        Assert.Equal(
            "NO_PERMISSION_ON_ENTITY",
            (await SendAsync(analyst, HttpMethod.Post, "posts", Post(analyst, "Hello"))).Code
        );
        Assert.Equal("NO_PERMISSION_ON_ENTITY", (await SendAsync(other, HttpMethod.Post, "posts", Post(analyst, "Hello"))).Code);
    }

    [Fact]
    public async Task Each_part_of_a_video_has_its_own_address_and_length_and_all_answers_are_repeated_in_order()
    {
        var page = await PageAsync();
        const int Size = (4 << 20) + 100;
        var start = await SendAsync(
            page,
            HttpMethod.Post,
            "videos?action=initializeUpload",
            new JsonObject
            {
                ["initializeUploadRequest"] = new JsonObject { ["owner"] = page.Urn, ["fileSizeBytes"] = Size },
            }
        );
        var value = JsonDocument.Parse(start.Text).RootElement.GetProperty("value");
        var parts = value.GetProperty("uploadInstructions").EnumerateArray().ToArray();
        Assert.Equal([0, 4 << 20], parts.Select(part => part.GetProperty("firstByte").GetInt32()));
        Assert.Equal((8 << 20) - 1, parts[1].GetProperty("lastByte").GetInt32()); // behind the end of the file

        Assert.Equal(HttpStatusCode.BadRequest, (await PutAsync(parts[0], 2 << 20)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await PutAsync(parts[1], 4 << 20)).Status);
        var first = await PutAsync(parts[0], 4 << 20);
        var second = await PutAsync(parts[1], 100);
        var swapped = await FinalizeAsync(page, value, second.Tag, first.Tag);
        var finished = await FinalizeAsync(page, value, first.Tag, second.Tag);
        var state = await SendAsync(
            page,
            HttpMethod.Get,
            $"videos/{Uri.EscapeDataString(value.GetProperty("video").GetString()!)}",
            body: null
        );

        Assert.Equal("UPDATING_ASSET_FAILED", swapped.Code);
        Assert.Equal(HttpStatusCode.OK, finished.Status);
        Assert.Contains("PROCESSING_FAILED", state.Text); // the bytes are no video
    }

    [Fact]
    public async Task A_post_waits_for_its_media()
    {
        var page = await PageAsync();
        await SetAsync(new { imageProcessingMs = 60_000 });
        var start = await SendAsync(
            page,
            HttpMethod.Post,
            "images?action=initializeUpload",
            new JsonObject { ["initializeUploadRequest"] = new JsonObject { ["owner"] = page.Urn } }
        );
        var value = JsonDocument.Parse(start.Text).RootElement.GetProperty("value");
        var post = Post(page, "Look");
        post["content"] = new JsonObject { ["media"] = new JsonObject { ["id"] = value.GetProperty("image").GetString() } };

        var before = await SendAsync(page, HttpMethod.Post, "posts", post);
        await PutAsync(value, 100);
        var processing = await SendAsync(page, HttpMethod.Post, "posts", post);

        Assert.Equal(("MEDIA_ASSET_WAITING_UPLOAD", "MEDIA_ASSET_WAITING_UPLOAD"), (before.Code, processing.Code));
    }

    [Fact]
    public async Task The_demo_world_has_a_member_and_two_pages()
    {
        var answer = await Http.GetFromJsonAsync<JsonElement>("control/accounts?platform=linkedin");
        var names = answer
            .GetProperty("accounts")
            .EnumerateArray()
            .Where(account => account.GetProperty("platform").GetString() == "linkedin")
            .Select(account => account.GetProperty("username").GetString());

        Assert.Equal(["ada.moreau", "harbour.bakery", "northlight.studio"], names.Order(StringComparer.Ordinal));
        Assert.Contains("Harbour Bakery", await Http.GetStringAsync("linkedin/harbour.bakery"));
    }

    private Task<Seen> FinalizeAsync(Page page, JsonElement value, params string?[] tags) =>
        SendAsync(
            page,
            HttpMethod.Post,
            "videos?action=finalizeUpload",
            new JsonObject
            {
                ["finalizeUploadRequest"] = new JsonObject
                {
                    ["video"] = value.GetProperty("video").GetString(),
                    ["uploadToken"] = "",
                    ["uploadedPartIds"] = new JsonArray([.. tags.Select(tag => (JsonNode?)tag)]),
                },
            }
        );

    private async Task<Seen> PutAsync(JsonElement part, int length)
    {
        using var content = new ByteArrayContent(new byte[length]);
        using var response = await Http.PutAsync(part.GetProperty("uploadUrl").GetString(), content);
        return new Seen(response.StatusCode, await response.Content.ReadAsStringAsync(), null)
        {
            Tag = response.Headers.ETag?.Tag.Trim('"'),
        };
    }

    private async Task<Page> PageAsync(string role = "ADMINISTRATOR")
    {
        var extra = new Dictionary<string, string> { ["kind"] = "organization", ["role"] = role };
        var answer = await PostJsonAsync("control/accounts", new { platform = "linkedin", extra });
        var account = answer.GetProperty("accounts")[0];
        return new Page(account.GetProperty("accountId").GetString()!, account.GetProperty("accessToken").GetString()!);
    }

    private static JsonObject Post(Page page, string commentary) =>
        new()
        {
            ["author"] = page.Urn,
            ["commentary"] = commentary,
            ["visibility"] = "PUBLIC",
            ["distribution"] = new JsonObject
            {
                ["feedDistribution"] = "MAIN_FEED",
                ["targetEntities"] = new JsonArray(),
                ["thirdPartyDistributionChannels"] = new JsonArray(),
            },
            ["lifecycleState"] = "PUBLISHED",
            ["isReshareDisabledByAuthor"] = false,
        };

    private async Task<Seen> SendAsync(
        Page page,
        HttpMethod method,
        string path,
        JsonObject? body,
        string? version = "202607",
        string? protocol = "2.0.0"
    )
    {
        using var request = new HttpRequestMessage(method, Rest + path);
        request.Headers.Add("Authorization", $"Bearer {page.Token}");
        if (version is not null)
        {
            request.Headers.Add("LinkedIn-Version", version);
        }

        if (protocol is not null)
        {
            request.Headers.Add("X-Restli-Protocol-Version", protocol);
        }

        request.Content = body is null ? null : JsonContent.Create(body);
        using var response = await Http.SendAsync(request);
        return new Seen(
            response.StatusCode,
            await response.Content.ReadAsStringAsync(),
            response.Headers.TryGetValues("x-restli-id", out var ids) ? ids.Single() : null
        );
    }

    private sealed record Page(string Id, string Token)
    {
        public string Urn => "urn:li:organization:" + Id;
    }

    private sealed record Seen(HttpStatusCode Status, string Text, string? Id)
    {
        public string? Tag { get; init; }

        public string? Code => JsonDocument.Parse(Text).RootElement.GetProperty("code").GetString();
    }
}
