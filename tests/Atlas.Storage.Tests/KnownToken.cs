using System.Collections.Concurrent;
using Azure.Core;

namespace Atlas.Storage.Tests;

/// <summary>An identity that is always signed in, and remembers for what it was asked.</summary>
internal sealed class KnownToken : TokenCredential
{
    public const string Token = "a-token-that-nobody-may-see";

    public ConcurrentQueue<TokenRequestContext> Asked { get; } = new();

    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        Asked.Enqueue(requestContext);
        return new AccessToken(Token, DateTimeOffset.MaxValue);
    }

    public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        ValueTask.FromResult(GetToken(requestContext, cancellationToken));
}
