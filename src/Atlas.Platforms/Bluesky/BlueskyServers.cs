using Atlas.Core.Platforms;
using Atlas.Core.Platforms.Logins;

namespace Atlas.Platforms.Bluesky;

/// <summary>Finds the server on which an account is: from its handle to its DID to what the directory says.</summary>
internal sealed class BlueskyServers(BlueskyApi api, BlueskyLoopback loopback)
{
    private const string Service = "#atproto_pds";

    /// <param name="given">As the person typed it; null to look it up.</param>
    public async Task<(string? Server, GrantAnswer? Answer)> FindAsync(
        string handle,
        string? given,
        CancellationToken cancellationToken
    )
    {
        if (given is not null)
        {
            return Read(given.Contains("://", StringComparison.Ordinal) ? given : $"https://{given}") is { } typed
                ? (typed, null)
                : (
                    null,
                    Refused("atlas/server", "The server's address is not a web address of https.", "Enter it as https://host.")
                );
        }

        var who = await api.ResolveHandleAsync(api.Entryway, handle, cancellationToken);
        if (who.Data?.Did is not { Length: > 0 } did)
        {
            return (
                null,
                who.Error is { Code: "InvalidRequest" or "HandleNotFound" }
                    ? Refused(
                        "atlas/handle",
                        "Bluesky knows no account by this handle.",
                        "Check the handle, such as name.bsky.social."
                    )
                    : new GrantAnswer.Unavailable(BlueskySessions.Problem(who.Http, who.Error))
            );
        }

        if (
            !did.StartsWith("did:plc:", StringComparison.Ordinal)
            || did.AsSpan(8).ContainsAnyExcept("abcdefghijklmnopqrstuvwxyz234567")
        )
        {
            return (
                null,
                Refused("atlas/did", "The account's server is not in the directory.", "Enter the server's address as well.")
            );
        }

        var document = await api.ReadDidDocumentAsync(did, cancellationToken);
        var endpoint = document.Data?.Services?.FirstOrDefault(service =>
            service.Id is { } id && id.EndsWith(Service, StringComparison.Ordinal)
        );
        return document.Data is null ? (null, new GrantAnswer.Unavailable(BlueskySessions.Problem(document.Http, document.Error)))
            : Read(endpoint?.Endpoint) is { } server ? (server, null)
            : (
                null,
                Refused(
                    "atlas/no-server",
                    "The directory names no server for the account.",
                    "Enter the server's address as well."
                )
            );
    }

    /// <summary>Addresses come from people: https, unless a setting for development lets the port of this machine in.</summary>
    private string? Read(string? text)
    {
        if (
            !Uri.TryCreate(text, UriKind.Absolute, out var url)
            || url.UserInfo.Length > 0
            || url.Query.Length > 0
            || url.Fragment.Length > 0
        )
        {
            return null;
        }

        var isOurs = url.IsLoopback && loopback.Allows(url.Port);
        return url.Scheme == Uri.UriSchemeHttps && url.AbsolutePath is "/" || isOurs ? url.AbsoluteUri.TrimEnd('/') : null;
    }

    private static GrantAnswer.Refused Refused(string code, string message, string nextStep) =>
        new(new PlatformProblem(code, message, nextStep, BlueskyErrors.SessionPage));
}
