using System.Net.Http.Headers;
using Atlas.Testing;

namespace Atlas.Capacity.Counting;

/// <summary>Looks at Instagram's containers of one account beside the app.</summary>
internal sealed class ContainerWatch : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private readonly HttpClient _http;

    public ContainerWatch(Uri sandbox, string token)
    {
        _http = new HttpClient { BaseAddress = new Uri(sandbox, "/graph.facebook.com/v26.0/") };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>When no container that <paramref name="cursor"/> names is being processed any more.</summary>
    public async Task ProcessedAsync(string cursor)
    {
        foreach (var id in cursor.Split('"').Where(IsId))
        {
            await Eventually.BeAsync(
                async () => !(await AskAsync(id)).Contains("IN_PROGRESS", StringComparison.Ordinal),
                s_patience,
                "the sandbox has processed it"
            );
        }
    }

    public void Dispose() => _http.Dispose();

    private static bool IsId(string part) => part.Length >= 10 && part.All(char.IsAsciiDigit);

    private async Task<string> AskAsync(string container)
    {
        using var answer = await _http.GetAsync(new Uri($"{container}?fields=status_code", UriKind.Relative));
        return await answer.Content.ReadAsStringAsync();
    }
}
