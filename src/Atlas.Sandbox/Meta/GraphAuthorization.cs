namespace Atlas.Sandbox.Meta;

/// <summary>Finds the token of a call and checks it: host, life, proof.</summary>
internal static class GraphAuthorization
{
    public static GraphError? Authorize(GraphCall call)
    {
        var value = Header(call.Http.Request.Headers.Authorization.ToString()) ?? call["access_token"];
        if (string.IsNullOrEmpty(value))
        {
            return GraphErrors.NoToken;
        }

        if (call.World.Tokens.Find(value) is not { } token || !IsForHost(token, call.Host))
        {
            return GraphErrors.UnreadableToken;
        }

        call.Token = token;
        if (token.Problem(call.Now) is { } problem)
        {
            return problem;
        }

        var proof = call["appsecret_proof"];
        // The upload host is no part of the Graph: no page shows a proof there.
        var isProofNeeded = call.World.Options.AppSecretProofRequired && call.Host is not GraphHost.Upload;
        return proof is null && isProofNeeded && token.Kind is not TokenKind.App ? GraphErrors.ProofMissing
            : proof is not null && proof != token.Proof ? GraphErrors.ProofWrong
            : null;
    }

    public static GraphError? Permit(GraphOperation operation, AccessToken token)
    {
        if (operation.Scopes.Length is 0)
        {
            return null;
        }

        foreach (var scope in operation.Scopes)
        {
            if (token.Scopes.Contains(scope))
            {
                return null;
            }
        }

        return GraphErrors.NoPermission;
    }

    private static string? Header(string value) =>
        value.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? value[7..].Trim()
        : value.StartsWith("OAuth ", StringComparison.OrdinalIgnoreCase) ? value[6..].Trim()
        : null;

    private static bool IsForHost(AccessToken token, GraphHost host) =>
        host switch
        {
            GraphHost.InstagramGraph => token.Kind is TokenKind.InstagramUser,
            GraphHost.Upload => true,
            GraphHost.ThreadsGraph => token.Kind is TokenKind.ThreadsUser or TokenKind.App,
            _ => token.Kind is not (TokenKind.InstagramUser or TokenKind.ThreadsUser),
        };
}
