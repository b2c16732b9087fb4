using System.Collections.Concurrent;

namespace Atlas.Sandbox.Meta;

/// <summary>The rate headers on every answer. Their texts are few, so they are made once.</summary>
internal sealed class UsageHeaders
{
    private const int MaxKnown = 20_000;

    private readonly UsageMeter _apps = new(TimeSpan.FromHours(1));
    private readonly UsageMeter _accounts = new(TimeSpan.FromHours(24));
    private readonly ConcurrentDictionary<int, string> _appTexts = new();
    private readonly ConcurrentDictionary<(string, Usage), string> _accountTexts = new();

    /// <summary>Counts the call and sets the headers; the error when a budget is used up.</summary>
    public GraphError? Count(GraphCall call, string? accountId)
    {
        var options = call.World.Options;
        var app = call.Token is { } token ? _apps.Count(token.App.Id, options.AppCallBudget, call.Now) : default;
        var account = accountId is null ? default : _accounts.Count(accountId, options.AccountCallBudget, call.Now);
        Set(call, app, accountId, account);
        return app.IsOver ? GraphErrors.AppLimit
            : account.IsOver ? call.Node?.CallLimit ?? GraphErrors.AccountLimit
            : null;
    }

    /// <summary>The headers of a throttled call, whatever the counters say.</summary>
    public void SetFull(GraphCall call, string? accountId) =>
        Set(call, new Usage(100, IsOver: true, 0), accountId, new Usage(100, IsOver: true, MinutesToRegain: 5));

    private void Set(GraphCall call, Usage app, string? accountId, Usage account)
    {
        var response = call.Http.Response;
        response.Headers["X-App-Usage"] = _appTexts.GetOrAdd(
            app.Percent,
            percent => $$"""{"call_count":{{percent}},"total_time":{{percent / 2}},"total_cputime":{{percent / 3}}}"""
        );
        if (accountId is not null)
        {
            response.Headers["X-Business-Use-Case-Usage"] = _accountTexts.TryGetValue((accountId, account), out var known)
                ? known
                : Remember(call.Node?.UsageType ?? "instagram", accountId, account);
        }
    }

    private string Remember(string type, string accountId, Usage usage)
    {
        var text =
            $$"""{"{{accountId}}":[{"type":"{{type}}","call_count":{{usage.Percent}},"total_cputime":{{usage.Percent
                / 3}},"total_time":{{usage.Percent / 2}},"estimated_time_to_regain_access":{{usage.MinutesToRegain}}}]}""";
        if (_accountTexts.Count < MaxKnown)
        {
            _accountTexts[(accountId, usage)] = text;
        }

        return text;
    }
}
