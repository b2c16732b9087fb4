using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Azure.Core.Pipeline;

namespace Atlas.Storage.Tests;

/// <summary>Stands between a client and the service: loses an answer after its effect, answers in the service's place, or is cut.</summary>
internal sealed class FaultyNetwork : DelegatingHandler
{
    public FaultyNetwork()
        : base(new SocketsHttpHandler())
    {
        Transport = new HttpClientTransport(new HttpClient(this));
    }

    public HttpClientTransport Transport { get; }

    public int Requests { get; private set; }

    public bool LoseNextAnswer { get; set; }

    public bool IsCut { get; set; }

    public (int Status, string Code, int RetryAfterSeconds)? Answer { get; set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests++;
        if (IsCut)
        {
            throw new HttpRequestException("connection refused");
        }

        if (Answer is { } given)
        {
            var answer = new HttpResponseMessage((HttpStatusCode)given.Status)
            {
                RequestMessage = request,
                Content = new StringContent(
                    $$"""{"odata.error":{"code":"{{given.Code}}","message":{"lang":"en","value":"busy"}}}""",
                    Encoding.UTF8,
                    "application/json"
                ),
            };
            answer.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(given.RetryAfterSeconds));
            return answer;
        }

        var response = await base.SendAsync(request, cancellationToken);
        if (!LoseNextAnswer)
        {
            return response;
        }

        LoseNextAnswer = false;
        response.Dispose();
        throw new HttpRequestException("connection reset");
    }
}
