using System.Diagnostics.Tracing;
using Atlas.LocalRuntime.AzureClients.Tests.Azurite;
using Atlas.Testing.Azurite;
using Azure;
using Azure.Core;
using Azure.Core.Diagnostics;
using Azure.Core.Pipeline;
using Azure.Data.Tables;

namespace Atlas.LocalRuntime.AzureClients.Tests.Tables;

[Collection(nameof(AzuriteCollection))]
public sealed class TableConnectionTests(RunningAzurite azurite)
{
    [Fact]
    public async Task A_wrong_key_is_refused()
    {
        var wrong = Convert.ToBase64String("not the key"u8);
        var client = new TableServiceClient(azurite.Server.TableEndpoint, new(AzuriteFixture.AccountName, wrong));

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => client.CreateTableIfNotExistsAsync("refused"));

        Assert.Equal(403, failure.Status);
        Assert.DoesNotContain(wrong, failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "DefaultEndpointsProtocol=https;AccountName=acct;AccountKey=a2V5;EndpointSuffix=core.windows.net",
        "https://acct.table.core.windows.net/",
        "acct"
    )]
    [InlineData(
        "AccountName=acct;AccountKey=a2V5;TableEndpoint=https://example.org/x;BlobEndpoint=https://b/",
        "https://example.org/x",
        "acct"
    )]
    [InlineData("UseDevelopmentStorage=true", "http://127.0.0.1:10002/devstoreaccount1", "devstoreaccount1")]
    [InlineData("usedevelopmentstorage=TRUE;", "http://127.0.0.1:10002/devstoreaccount1", "devstoreaccount1")]
    public void A_connection_string_leads_to_its_endpoint(string connectionString, string endpoint, string account)
    {
        var client = new TableServiceClient(connectionString);

        Assert.Equal((new Uri(endpoint), account), (client.Uri, client.AccountName));
        Assert.Equal($"{endpoint.TrimEnd('/')}/posts", client.GetTableClient("posts").Uri.AbsoluteUri);
    }

    [Theory]
    [InlineData("AccountName=acct")]
    [InlineData("AccountName=acct;AccountKey=not base64 at all; the-secret")]
    [InlineData("the-secret")]
    [InlineData("AccountName=acct;AccountKey=a2V5;TableEndpoint=the-secret")]
    public void A_connection_string_that_can_not_be_read_is_named_but_not_quoted(string connectionString)
    {
        var failure = Assert.Throws<FormatException>(() => new TableClient(connectionString, "posts"));

        Assert.DoesNotContain("secret", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_credential_is_asked_for_storage_and_its_token_sent()
    {
        var transport = new CannedTransport(_ => (200, """{"value":[]}"""));
        var credential = new FixedCredential();
        var client = new TableClient(
            new Uri("https://acct.table.core.windows.net"),
            "posts",
            credential,
            new TableClientOptions { Transport = transport }
        );

        await client.QueryAsync<TableEntity>().ToListAsync();

        Assert.Equal("https://storage.azure.com/.default", Assert.Single(credential.Scopes));
        Assert.Equal("Bearer the-token", Assert.Single(transport.Requests).Authorization);
    }

    [Fact]
    public async Task A_busy_service_is_asked_again_with_a_new_signature()
    {
        var answers = new Queue<int>([503, 500, 204]);
        var transport = new CannedTransport(_ => (answers.Dequeue(), ""));
        var options = new TableClientOptions { Transport = transport };
        options.Retry.Delay = TimeSpan.FromMilliseconds(1);
        options.Retry.Mode = RetryMode.Fixed;
        var client = new TableClient("AccountName=acct;AccountKey=a2V5", "posts", options);

        await client.UpsertEntityAsync(new TableEntity("p", "r"));

        Assert.Equal(3, transport.Requests.Count);
        Assert.All(
            transport.Requests,
            request => Assert.StartsWith("SharedKey acct:", request.Authorization, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Neither_key_signature_nor_content_is_logged()
    {
        var lines = new List<string>();
        using var listener = new AzureEventSourceListener(
            (_, message) =>
            {
                lock (lines)
                {
                    lines.Add(message);
                }
            },
            EventLevel.Verbose
        );
        var transport = new CannedTransport(_ => (204, ""));
        var client = new TableClient(
            "AccountName=acct;AccountKey=a2V5",
            "posts",
            new TableClientOptions { Transport = transport }
        );

        await client.UpsertEntityAsync(new TableEntity("p", "r") { ["Caption"] = "a private caption" });

        string all;
        lock (lines)
        {
            all = string.Join('\n', lines);
        }

        Assert.Contains("acct.table.core.windows.net", all, StringComparison.Ordinal);
        Assert.DoesNotContain("private caption", all, StringComparison.Ordinal);
        Assert.DoesNotContain(Assert.Single(transport.Requests).Authorization.Split(':')[1], all, StringComparison.Ordinal);
    }

    [Fact]
    public void A_filter_quotes_what_is_put_into_it()
    {
        var time = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        var id = Guid.Parse("0199aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee");

        Assert.Equal(
            "A eq 'it''s' and B eq 5 and C eq 6L and D eq true and E ge datetime'2026-01-02T03:04:05.0000000Z' "
                + "and F eq guid'0199aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee' and G eq X'00ff'",
            TableClient.CreateQueryFilter(
                $"A eq {"it's"} and B eq {5} and C eq {6L} and D eq {true} and E ge {time} and F eq {id} and G eq {new byte[] { 0, 255 }}"
            )
        );
        Assert.Throws<ArgumentException>(() => TableClient.CreateQueryFilter($"A eq {new object()}"));
    }

    private sealed class FixedCredential : TokenCredential
    {
        public List<string> Scopes { get; } = [];

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            Scopes.AddRange(requestContext.Scopes);
            return new AccessToken("the-token", DateTimeOffset.MaxValue);
        }

        public override ValueTask<AccessToken> GetTokenAsync(
            TokenRequestContext requestContext,
            CancellationToken cancellationToken
        ) => ValueTask.FromResult(GetToken(requestContext, cancellationToken));
    }

    private sealed record SentRequest(string Authorization);

    private sealed class CannedTransport : HttpClientTransport
    {
        private readonly Handler _handler;

        public CannedTransport(Func<HttpRequestMessage, (int Status, string Body)> answer)
            : this(new Handler(answer)) { }

        private CannedTransport(Handler handler)
            : base(handler) => _handler = handler;

        public List<SentRequest> Requests => _handler.Requests;

        private sealed class Handler(Func<HttpRequestMessage, (int Status, string Body)> answer) : HttpMessageHandler
        {
            public List<SentRequest> Requests { get; } = [];

            protected override Task<HttpResponseMessage> SendAsync(
                HttpRequestMessage request,
                CancellationToken cancellationToken
            )
            {
                Requests.Add(new SentRequest(request.Headers.GetValues("Authorization").Single()));
                var (status, body) = answer(request);
                return Task.FromResult(
                    new HttpResponseMessage((System.Net.HttpStatusCode)status) { Content = new StringContent(body) }
                );
            }
        }
    }
}
