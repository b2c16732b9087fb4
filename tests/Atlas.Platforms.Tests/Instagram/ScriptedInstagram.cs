using System.Net;
using System.Text;
using Atlas.Platforms.Http;
using Atlas.Platforms.Meta;

namespace Atlas.Platforms.Tests.Instagram;

/// <summary>Answers each call with the next line of a script; a call that the script does not expect fails the test.</summary>
internal sealed class ScriptedInstagram : HttpMessageHandler
{
    private readonly Queue<Line> _script = new();

    public List<SeenCall> Calls { get; } = [];

    public bool IsPlayedOut => _script.Count == 0;

    /// <param name="call">Method and the end of the path: <c>POST /media_publish</c>.</param>
    public ScriptedInstagram On(string call, string json, int status = 200, params (string Name, string Value)[] headers) =>
        On(
            call,
            (_, _) =>
            {
                var response = new HttpResponseMessage((HttpStatusCode)status)
                {
                    Content = new StringContent(json, Encoding.UTF8, "application/json"),
                };
                foreach (var (name, value) in headers)
                {
                    response.Headers.TryAddWithoutValidation(name, value);
                }

                return Task.FromResult(response);
            }
        );

    public ScriptedInstagram OnError(string call, int code, int subcode = 0, int status = 400, string more = "") =>
        On(
            call,
            $$$"""{"error":{"message":"m","type":"OAuthException","code":{{{code}}},"error_subcode":{{{subcode}}}{{{more}}},"fbtrace_id":"Atrace"}}""",
            status
        );

    public ScriptedInstagram On(string call, Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer)
    {
        _script.Enqueue(new Line(call, answer));
        return this;
    }

    public ScriptedInstagram OnLost(string call) =>
        On(call, (_, _) => throw new HttpRequestException(HttpRequestError.ResponseEnded, "cut"));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is { } content ? await content.ReadAsStringAsync(cancellationToken) : "";
        var seen = new SeenCall(
            request.Method.Method,
            request.RequestUri!,
            Form(body.Length > 0 ? body : request.RequestUri!.Query.TrimStart('?')),
            request.Headers.Authorization?.ToString()
        );
        Calls.Add(seen);
        Assert.True(_script.TryDequeue(out var line), $"No call was expected, but there was {seen.Method} {seen.Url}.");
        var parts = line.Call.Split(' ');
        Assert.Equal(parts[0], seen.Method);
        Assert.EndsWith(parts[1], seen.Url.AbsolutePath);
        return await line.Answer(request, cancellationToken);
    }

    public GraphClient Client(TimeProvider time) => new(new PlatformHttp(new PlatformTransport(this), time));

    private static Dictionary<string, string> Form(string text) =>
        text.Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1]));

    private sealed record Line(string Call, Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> Answer);
}

internal sealed record SeenCall(string Method, Uri Url, IReadOnlyDictionary<string, string> Form, string? Authorization);
