using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Atlas.Sandbox.Tests;

public sealed class FaultTests : SandboxTest
{
    [Theory]
    [InlineData("serverError", "before", 0)]
    [InlineData("serverError", "after", 1)]
    [InlineData("throttle", "before", 0)]
    [InlineData("throttle", "after", 1)]
    [InlineData("graphError", "before", 0)]
    [InlineData("graphError", "after", 1)]
    [InlineData("cut", "before", 0)]
    [InlineData("cut", "after", 1)]
    [InlineData("malformedBody", "before", 0)]
    [InlineData("malformedBody", "after", 1)]
    [InlineData("tokenDeath", "before", 0)]
    public async Task A_publish_that_fails_has_its_effect_or_not_as_the_rule_says(string kind, string phase, int effects)
    {
        var actor = await NewAccountAsync();
        var container = await ContainerAsync(actor, ("image_url", Media.Url("three-inks-square.jpg")));
        await FaultAsync(
            new
            {
                kind,
                phase,
                operation = "instagram.publish",
                times = 1,
                code = kind is "graphError" ? 4 : (int?)null,
            }
        );

        var failure = await Record.ExceptionAsync(async () =>
            Assert.NotEqual(HttpStatusCode.OK, (await PublishAsync(actor, container)).Status)
        );

        Assert.True(failure is null || kind is "cut" or "malformedBody", failure?.ToString());
        Assert.Equal(kind is "cut", failure is HttpRequestException);
        Assert.Equal(kind is "malformedBody", failure is JsonException);
        Assert.Equal(effects, (await EffectsAsync()).Length);

        var fresh = actor with { Token = await MintAsync(actor) };
        Assert.Equal(effects is 1 ? "PUBLISHED" : "FINISHED", (await SettleAsync(fresh, container)).Code);
        if (effects is 0)
        {
            Assert.NotEmpty((await PublishAsync(fresh, container)).Id);
        }

        Assert.Single(await EffectsAsync());
    }

    [Fact]
    public async Task A_file_that_the_network_cannot_read_fails_behind_the_call_as_documented()
    {
        var actor = await NewAccountAsync();
        await FaultAsync(
            new
            {
                kind = "unreadableMedia",
                operation = "instagram.processing",
                times = 1,
            }
        );
        await FaultAsync(
            new
            {
                kind = "serverError",
                network = "instagram",
                operation = "instagram.processing",
            }
        );
        (string, string)[] reel = [("media_type", "REELS"), ("video_url", Media.Url("dough-reel.mp4"))];

        var (code, status) = await SettleAsync(actor, await ContainerAsync(actor, reel));
        var next = await SettleAsync(actor, await ContainerAsync(actor, reel));

        Assert.Equal("ERROR", code);
        Assert.Contains("2207053", status);
        Assert.Equal("FINISHED", next.Code);
    }

    [Theory]
    [InlineData("before", 0)]
    [InlineData("after", 1)]
    public async Task A_call_that_hangs_never_answers(string phase, int effects)
    {
        var actor = await NewAccountAsync();
        var container = await ContainerAsync(actor, ("image_url", Media.Url("three-inks-square.jpg")));
        await FaultAsync(
            new
            {
                kind = "hang",
                phase,
                operation = "instagram.publish",
            }
        );
        using var patience = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{FacebookGraph}/{actor.AccountId}/media_publish")
        {
            Content = new FormUrlEncodedContent([new("creation_id", container), new("access_token", actor.Token)]),
        };

        var answer = Http.SendAsync(request, patience.Token);
        await WaitForAsync(async () => (await HitsAsync()) is 1 && (await EffectsAsync()).Length == effects);
        Assert.False(answer.IsCompleted);
        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        await WaitForAsync(async () => (await CallsAsync("instagram.publish")).Length is 1);
        Assert.Equal(0, (await CallsAsync("instagram.publish"))[0].GetProperty("status").GetInt32());
        Assert.Equal(effects, (await EffectsAsync()).Length);
    }

    [Fact]
    public async Task Latency_delays_the_answer_and_changes_nothing_else()
    {
        var actor = await NewAccountAsync();
        await FaultAsync(
            new
            {
                kind = "latency",
                latencyMs = 150,
                operation = "instagram.container.create",
            }
        );
        var watch = System.Diagnostics.Stopwatch.StartNew();

        await ContainerAsync(actor, ("image_url", Media.Url("three-inks-square.jpg")));

        Assert.True(watch.ElapsedMilliseconds >= 140, $"{watch.ElapsedMilliseconds} ms");
    }

    [Fact]
    public async Task A_rule_matches_by_network_operation_account_and_count()
    {
        var struck = await NewAccountAsync();
        var spared = await NewAccountAsync();
        await PostJsonAsync(
            "control/faults",
            new
            {
                seed = 7,
                rules = new object[]
                {
                    new
                    {
                        id = "media",
                        kind = "graphError",
                        code = 1,
                        operation = "instagram.media.*",
                        accountId = struck.AccountId,
                        skip = 1,
                        times = 2,
                    },
                    new
                    {
                        id = "other",
                        kind = "serverError",
                        network = "tiktok",
                    },
                },
            }
        );

        var codes = new List<HttpStatusCode>();
        for (var i = 0; i < 5; i++)
        {
            codes.Add((await GetAsync(struck, $"{struck.AccountId}/media")).Status);
            Assert.Equal(HttpStatusCode.OK, (await GetAsync(spared, $"{spared.AccountId}/media")).Status);
            Assert.Equal(HttpStatusCode.OK, (await GetAsync(struck, struck.AccountId)).Status);
        }

        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.BadRequest, HttpStatusCode.BadRequest, HttpStatusCode.OK, HttpStatusCode.OK],
            codes
        );
        Assert.Equal(2, await HitsAsync("media"));
        Assert.Equal(0, await HitsAsync("other"));
        using var removed = await Http.DeleteAsync("control/faults/media");
        Assert.Equal(HttpStatusCode.OK, removed.StatusCode);
        using var again = await Http.DeleteAsync("control/faults/media");
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_faults()
    {
        var actor = await NewAccountAsync();
        async Task<string> RunAsync(int seed)
        {
            await PostJsonAsync(
                "control/faults",
                new
                {
                    seed,
                    rules = new[]
                    {
                        new
                        {
                            id = "coin",
                            kind = "serverError",
                            operation = "instagram.account.read",
                            probability = 0.5,
                        },
                    },
                }
            );
            var run = "";
            for (var i = 0; i < 40; i++)
            {
                run += (int)(await GetAsync(actor, actor.AccountId)).Status is 200 ? '.' : 'x';
            }

            return run;
        }

        var first = await RunAsync(1);

        Assert.Equal(first, await RunAsync(1));
        Assert.NotEqual(first, await RunAsync(2));
        Assert.InRange(first.Count(c => c is 'x'), 8, 32);
    }

    [Theory]
    [InlineData(458)]
    [InlineData(460)]
    [InlineData(463)]
    [InlineData(467)]
    public async Task A_dead_token_stays_dead_with_all_tokens_of_that_login(int subcode)
    {
        var actor = await NewAccountAsync();
        var page = actor with { Token = actor.PageToken ?? "" };
        Assert.NotEmpty((await GetAsync(page, actor.AccountId)).Id);
        await FaultAsync(
            new
            {
                kind = "tokenDeath",
                subcode,
                operation = "instagram.account.read",
                times = 1,
            }
        );

        Assert.Equal((190, subcode), (await GetAsync(actor, actor.AccountId)).Error);
        Assert.Equal((190, subcode), (await GetAsync(actor, actor.AccountId)).Error);
        Assert.Equal((190, subcode), (await GetAsync(page, actor.AccountId)).Error);
        Assert.NotEmpty((await GetAsync(actor with { Token = await MintAsync(actor) }, actor.AccountId)).Id);
    }

    [Fact]
    public async Task A_throttled_call_has_the_headers_of_a_full_budget()
    {
        var actor = await NewAccountAsync();
        await FaultAsync(new { kind = "throttle", times = 1 });

        var answer = await GetAsync(actor, actor.AccountId);

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.Status);
        Assert.Equal((80002, null), answer.Error);
        Assert.Equal(100, JsonDocument.Parse(answer.Headers["X-App-Usage"]).RootElement.GetProperty("call_count").GetInt32());
        var account = JsonDocument.Parse(answer.Headers["X-Business-Use-Case-Usage"]).RootElement.GetProperty(actor.AccountId)[0];
        Assert.True(account.GetProperty("estimated_time_to_regain_access").GetInt32() > 0);
    }

    [Fact]
    public async Task A_used_up_budget_throttles_without_a_fault()
    {
        await SetAsync(new { accountCallBudget = 4 });
        var actor = await NewAccountAsync();
        for (var i = 1; i <= 4; i++)
        {
            var answer = await GetAsync(actor, actor.AccountId);
            Assert.Contains($"\"call_count\":{i * 25}", answer.Headers["X-Business-Use-Case-Usage"]);
        }

        Assert.Equal((80002, null), (await GetAsync(actor, actor.AccountId)).Error);
        await SetAsync(new { clockOffsetSeconds = 86_500 });
        Assert.NotEmpty((await GetAsync(actor, actor.AccountId)).Id);
    }

    [Fact]
    public async Task A_rule_that_makes_no_sense_is_refused()
    {
        object[] rules =
        [
            new { kind = "latency" },
            new { kind = "graphError" },
            new { kind = "nonsense" },
            new { kind = "cut", probability = 1.5 },
            new { kind = "cut", times = 0 },
            new { kind = "cut", phase = "during" },
            new { kind = "cut", operatoin = "typo" },
            new { operation = "instagram.publish" },
        ];

        foreach (var rule in rules)
        {
            using var response = await Http.PostAsJsonAsync("control/faults", rule);
            Assert.True(response.StatusCode is HttpStatusCode.BadRequest, JsonSerializer.Serialize(rule));
        }

        Assert.Empty((await Http.GetFromJsonAsync<JsonElement>("control/faults")).GetProperty("faults").EnumerateArray());
    }

    private async Task<string> MintAsync(Actor actor) =>
        (await PostJsonAsync("control/tokens", new { account = actor.AccountId, login = actor.Login }))
            .GetProperty("accessToken")
            .GetString()
        ?? "";

    private async Task<int> HitsAsync(string? id = null)
    {
        var faults = (await Http.GetFromJsonAsync<JsonElement>("control/faults")).GetProperty("faults").EnumerateArray();
        return faults
            .Where(fault => id is null || fault.GetProperty("rule").GetProperty("id").GetString() == id)
            .Sum(fault => fault.GetProperty("hits").GetInt32());
    }

    private async Task<JsonElement[]> CallsAsync(string operation) =>
        [
            .. (await Http.GetFromJsonAsync<JsonElement>("control/calls"))
                .GetProperty("calls")
                .EnumerateArray()
                .Where(call => call.TryGetProperty("operation", out var name) && name.GetString() == operation),
        ];

    private static async Task WaitForAsync(Func<Task<bool>> condition)
    {
        for (var i = 0; !await condition(); i++)
        {
            Assert.True(i < 500, "The condition never came true.");
            await Task.Delay(10);
        }
    }
}
