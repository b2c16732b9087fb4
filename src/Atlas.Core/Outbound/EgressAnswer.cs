using System.Net;
using System.Net.Http.Headers;

namespace Atlas.Core.Outbound;

/// <summary>What came of a call to an address that somebody gave. Dispose it: an answer holds its connection.</summary>
public abstract record EgressAnswer : IDisposable
{
    private EgressAnswer() { }

    public virtual void Dispose() { }

    /// <summary>Something answered. <paramref name="Content"/> ends with a fault at the limits of size and time.</summary>
    /// <param name="Url">Where it was in the end.</param>
    public sealed record Answered(
        Uri Url,
        HttpStatusCode Status,
        HttpResponseHeaders Headers,
        HttpContentHeaders ContentHeaders,
        Stream Content,
        IDisposable Connection
    ) : EgressAnswer
    {
        public override void Dispose()
        {
            Content.Dispose();
            Connection.Dispose();
        }
    }

    /// <summary>The guard says no: nothing was sent there.</summary>
    /// <param name="Rule">Stable: <c>url.scheme</c>, <c>url.port</c>, <c>url.private</c>, …</param>
    /// <param name="Message">For a person; it doesn't tell what an inner name resolves to.</param>
    public sealed record Refused(string Rule, string Message) : EgressAnswer;

    /// <summary>It could not be reached, or broke off or took too long before it answered.</summary>
    public sealed record Failed(string Rule, string Message) : EgressAnswer;
}

/// <param name="MaxBytes">Of the answer's body.</param>
/// <param name="Time">From the first look-up to the last byte.</param>
/// <param name="AnyPort">For addresses that the operator has set: users' are held to the usual ports of the web.</param>
public sealed record EgressLimits(long MaxBytes, TimeSpan Time, int MaxRedirects = 5, bool AnyPort = false);
