using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Atlas.Core.Platforms;
using Atlas.Platforms.Http;

namespace Atlas.Platforms.Meta;

/// <summary>How much of its budgets a call left, as the rate headers say.</summary>
/// <param name="Percent">The fullest of all budgets named.</param>
/// <param name="AppPercent">The fullest of those that all calls of the app share.</param>
/// <param name="RegainIn">When a throttled business use case opens again.</param>
/// <param name="RetryAfter">The plain HTTP header.</param>
/// <seealso href="https://developers.facebook.com/docs/graph-api/overview/rate-limiting"/>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct GraphUsage(int Percent, int AppPercent, TimeSpan? RegainIn, TimeSpan? RetryAfter)
{
    /// <summary>Below this a timeline has nothing to show.</summary>
    private const int WorthShowing = 75;

    private const string AppHeader = "x-app-usage";
    private const string BusinessHeader = "x-business-use-case-usage";

    public bool IsWorthShowing => Percent >= WorthShowing || RegainIn is not null;

    public override string? ToString() =>
        (Percent, RegainIn) switch
        {
            (_, { } regain) => $"{Percent} % used, open again in {regain.TotalMinutes:0} min",
            (>= WorthShowing, null) => $"{Percent} % used",
            _ => null,
        };

    /// <summary>The fuller of the two budgets; null where no header told of one.</summary>
    public CallBudget? Budget =>
        Percent == 0
            ? null
            : new CallBudget(Percent / 100.0, RegainIn, AppPercent >= Percent ? QuotaScope.App : QuotaScope.Channel);

    public static GraphUsage Read(PlatformAnswer answer)
    {
        var (appPercent, minutes) = (0, 0);
        if (answer.Header(AppHeader) is { } app)
        {
            ReadJson(app, ref appPercent, ref minutes);
        }

        var percent = appPercent;
        if (answer.Header(BusinessHeader) is { } business)
        {
            ReadJson(business, ref percent, ref minutes);
        }

        var retryAfter = int.TryParse(answer.Header("Retry-After"), out var seconds)
            ? TimeSpan.FromSeconds(seconds)
            : (TimeSpan?)null;
        return new GraphUsage(percent, appPercent, minutes > 0 ? TimeSpan.FromMinutes(minutes) : null, retryAfter);
    }

    /// <summary>The headers of a call that say more than that much is left; null for none.</summary>
    public static IReadOnlyDictionary<string, string>? Without(IReadOnlyDictionary<string, string>? headers)
    {
        var quiet = headers?.Keys.Count(name => name is AppHeader or BusinessHeader) ?? 0;
        return quiet == 0 ? headers
            : quiet == headers!.Count ? null
            : headers.Where(header => header.Key is not (AppHeader or BusinessHeader)).ToDictionary();
    }

    // Both headers are objects whose numbers stand at any depth: {"call_count":28} and {"<id>":[{"call_count":28}]}.
    private static void ReadJson(string json, ref int percent, ref int minutes)
    {
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
            while (reader.Read())
            {
                if (reader.TokenType is not JsonTokenType.PropertyName)
                {
                    continue;
                }

                var isPercent =
                    reader.ValueTextEquals("call_count"u8)
                    || reader.ValueTextEquals("total_time"u8)
                    || reader.ValueTextEquals("total_cputime"u8);
                var isMinutes = reader.ValueTextEquals("estimated_time_to_regain_access"u8);
                if (reader.Read() && reader.TokenType is JsonTokenType.Number && reader.TryGetInt32(out var number))
                {
                    percent = isPercent ? Math.Max(percent, number) : percent;
                    minutes = isMinutes ? Math.Max(minutes, number) : minutes;
                }
            }
        }
        catch (JsonException)
        {
            // A header we can't read tells nothing; what was read before stands.
        }
    }
}
