using Atlas.Core.Connections;
using Atlas.Core.Media;

namespace Atlas.Functions.Setup;

/// <summary>Calls this app by its public address, as a network would.</summary>
public sealed class PublicProbe(HttpClient http, ConnectionOptions options, MediaOptions media)
{
    private const int MaxRead = 64 * 1024;

    /// <returns>What is wrong; null where the answer is the right one.</returns>
    public async Task<string?> ExpectAsync(
        HttpMethod method,
        string url,
        int status,
        string text,
        CancellationToken cancellationToken
    )
    {
        using var request = new HttpRequestMessage(method, url);
        if (method == HttpMethod.Post)
        {
            request.Content = new FormUrlEncodedContent([]);
        }

        HttpResponseMessage answered;
        try
        {
            answered = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (HttpRequestException ex)
        {
            return $"It can't be reached: {ex.HttpRequestError}.";
        }

        using var response = answered;
        var body = await ReadAsync(response, cancellationToken);
        return (int)response.StatusCode != status ? $"It answered {(int)response.StatusCode} where {status} is right."
            : !body.Contains(text, StringComparison.Ordinal) ? "Something else than this app answered."
            : null;
    }

    /// <summary>Sends what a network would send, with the header that proves it.</summary>
    /// <returns>What is wrong; null where the answer has the right status.</returns>
    public async Task<string?> ExpectTakenAsync(
        string url,
        byte[] body,
        (string Name, string Value) header,
        int status,
        CancellationToken cancellationToken
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.TryAddWithoutValidation(header.Name, header.Value);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return (int)response.StatusCode == status ? null : $"It answered {(int)response.StatusCode} where {status} is right.";
        }
        catch (HttpRequestException ex)
        {
            return $"It can't be reached: {ex.HttpRequestError}.";
        }
    }

    /// <returns>What is wrong; null where the bytes came as they are.</returns>
    public async Task<string?> ExpectBytesAsync(Uri url, byte[] bytes, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.GetAsync(url, cancellationToken);
            return !response.IsSuccessStatusCode ? $"A signed media address answered {(int)response.StatusCode}."
                : !(await response.Content.ReadAsByteArrayAsync(cancellationToken)).AsSpan().SequenceEqual(bytes)
                    ? "A signed media address gave other bytes than were stored."
                : null;
        }
        catch (HttpRequestException ex)
        {
            return $"A signed media address can't be reached: {ex.HttpRequestError}.";
        }
    }

    /// <returns>Null where nobody says what time it is.</returns>
    public async Task<DateTimeOffset?> ReadClockAsync(CancellationToken cancellationToken)
    {
        var url = options.ClockUrl is { Length: > 0 } set ? set : $"{media.PublicBaseUrl!.TrimEnd('/')}/api/openapi.json";
        using var request = new HttpRequestMessage(HttpMethod.Head, url);
        if (options.ClockUrl is null)
        {
            request.Method = HttpMethod.Get;
        }

        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        return response.Headers.Date;
    }

    private static async Task<string> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[MaxRead];
        var read = await stream.ReadAtLeastAsync(buffer, MaxRead, throwOnEndOfStream: false, cancellationToken);
        return System.Text.Encoding.UTF8.GetString(buffer.AsSpan(0, read));
    }
}
