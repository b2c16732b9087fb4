using Atlas.Core.Platforms;

namespace Atlas.Platforms.Tests.Answered;

/// <summary>Who else meets a limit: the account, the whole app, or one kind of its posts.</summary>
public sealed class LimitReachTests
{
    [Theory]
    [InlineData(Platform.Facebook, 400, """{"error":{"message":"m","code":4}}""", QuotaScope.App)]
    [InlineData(Platform.Facebook, 400, """{"error":{"message":"m","code":341}}""", QuotaScope.App)]
    [InlineData(Platform.Facebook, 400, """{"error":{"message":"m","code":32}}""", QuotaScope.Channel)]
    [InlineData(
        Platform.YouTube,
        403,
        """{"error":{"code":403,"message":"m","errors":[{"domain":"youtube.quota","reason":"quotaExceeded"}]}}""",
        QuotaScope.App
    )]
    [InlineData(
        Platform.YouTube,
        403,
        """{"error":{"code":403,"message":"m","errors":[{"domain":"usageLimits","reason":"userRateLimitExceeded"}]}}""",
        QuotaScope.Channel
    )]
    [InlineData(Platform.X, 429, """{"title":"Too Many Requests","status":429,"type":"about:blank"}""", QuotaScope.Channel)]
    [InlineData(
        Platform.X,
        429,
        """{"title":"Usage capped","type":"https://api.x.com/2/problems/usage-capped"}""",
        QuotaScope.App
    )]
    public async Task A_refusal_says_who_else_meets_the_limit(Platform platform, int status, string body, QuotaScope scope)
    {
        var answer = await DeleteAsync(platform, new AnsweredNetworks(status, body));

        var refused = Assert.IsType<StepAnswer.Refused>(answer);
        Assert.Equal((RefusalClass.RateLimited, new LimitReach(scope)), (refused.Class, refused.Limit));
        Assert.True(refused.RetryAt > DateTimeOffset.UtcNow);
    }

    [Fact]
    public async Task The_day_of_an_X_app_is_the_apps_limit()
    {
        var networks = new AnsweredNetworks(
            429,
            """{"title":"Too Many Requests","status":429,"type":"about:blank"}""",
            ("x-app-limit-24hour-remaining", "0")
        );

        var refused = Assert.IsType<StepAnswer.Refused>(await DeleteAsync(Platform.X, networks));

        Assert.Equal(new LimitReach(QuotaScope.App), refused.Limit);
    }

    [Theory]
    [InlineData("""{"call_count":96,"total_time":10,"total_cputime":5}""", """{}""", 0.96, QuotaScope.App)]
    [InlineData(
        """{"call_count":10,"total_time":10,"total_cputime":5}""",
        """{"1":[{"type":"pages","call_count":98,"estimated_time_to_regain_access":7}]}""",
        0.98,
        QuotaScope.Channel
    )]
    public async Task Metas_headers_say_how_full_which_budget_is(string app, string business, double used, QuotaScope scope)
    {
        var networks = new AnsweredNetworks(
            200,
            """{"success":true}""",
            ("X-App-Usage", app),
            ("X-Business-Use-Case-Usage", business)
        );

        var budget = (await DeleteAsync(Platform.Facebook, networks)).Call?.Budget;

        Assert.NotNull(budget);
        Assert.Equal((used, scope), (budget.Value.Used, budget.Value.Scope));
        Assert.Equal(scope == QuotaScope.Channel ? TimeSpan.FromMinutes(7) : null, budget.Value.OpensIn);
    }

    private static Task<StepAnswer> DeleteAsync(Platform platform, AnsweredNetworks networks) =>
        networks[platform].DeleteAsync(AnsweredNetworks.Work(platform), "1_2", CancellationToken.None);
}
