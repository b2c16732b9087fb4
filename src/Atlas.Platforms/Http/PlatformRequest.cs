using Atlas.Core.Channels;

namespace Atlas.Platforms.Http;

/// <summary>One call, written down so that a read can be sent again.</summary>
/// <param name="Operation">For the timeline: method and path without ids or tokens.</param>
/// <param name="Token">Sent as a bearer token; null for none.</param>
/// <param name="Content">
/// Made anew for each sending. A write always has one, be it empty: the connection pool silently sends a request without a
/// body once more when a kept-alive connection turns out to be dead.
/// </param>
/// <param name="Headers">Further request headers.</param>
internal sealed record PlatformRequest(
    string Operation,
    HttpMethod Method,
    string Url,
    TimeSpan Timeout,
    Secret? Token = null,
    Func<HttpContent>? Content = null,
    IReadOnlyList<KeyValuePair<string, string>>? Headers = null
)
{
    public bool IsRead => Method == HttpMethod.Get || Method == HttpMethod.Head;

    /// <summary>Not its address: there are networks that want their token in it.</summary>
    public override string ToString() => Operation;

    public HttpRequestMessage ToMessage()
    {
        var message = new HttpRequestMessage(Method, Url)
        {
            Content = Content?.Invoke() ?? (IsRead ? null : new ByteArrayContent([])),
        };
        if (Token is not null)
        {
            message.Headers.TryAddWithoutValidation("Authorization", $"Bearer {Token.Reveal()}");
        }

        foreach (var (name, value) in Headers ?? [])
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
            {
                message.Content?.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return message;
    }
}
