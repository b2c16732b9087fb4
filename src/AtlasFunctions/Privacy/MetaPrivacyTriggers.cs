using System.Net;
using System.Text.Json.Serialization;
using Atlas.Core.Connections;
using Atlas.Core.Media;
using Atlas.Core.Problems;
using Atlas.Functions.Api;
using Atlas.Functions.Reference;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Atlas.Functions.Privacy;

/// <summary>What Meta tells of a person who has removed the app or wants their data deleted, and the page that says what became of it.</summary>
public sealed class MetaPrivacyTriggers(MetaCallbacks callbacks, MediaOptions media)
{
    [Function("DeauthorizeMeta")]
    [OpenToAll("the signed request is the credential")]
    public async Task<IResult> DeauthorizeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/meta/deauthorize")] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        await callbacks.DeauthorizeAsync(await SignedAsync(request, cancellationToken), AppOf(request), cancellationToken)
            ? Results.Json(new DoneView(true), PrivacyJson.Default.DoneView)
            : Unsigned();

    [Function("DeleteMetaData")]
    [OpenToAll("the signed request is the credential")]
    public async Task<IResult> DeleteAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/meta/data-deletion")] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        await callbacks.DeleteAsync(await SignedAsync(request, cancellationToken), AppOf(request), cancellationToken) is { } code
            ? Results.Json(
                new DeletionView($"{(media.PublicBaseUrl ?? request.BaseUrl()).TrimEnd('/')}/data-deletion/{code}", code),
                PrivacyJson.Default.DeletionView
            )
            : Unsigned();

    [Function("GetDataDeletion")]
    [OpenToAll("the code was given to the person, and the page names nobody")]
    public async Task<IResult> StatusAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "data-deletion/{code}")] HttpRequest request,
        string code,
        CancellationToken cancellationToken
    )
    {
        if (await callbacks.ReadDeletionAsync(code, cancellationToken) is not { } standing)
        {
            return HtmlPage.Of(
                HtmlPage.Frame(
                    "No such request",
                    "<p>There is no request for deletion with this code, or it was done more than 90 days ago.</p>"
                ),
                HttpStatusCode.NotFound
            );
        }

        var state =
            standing.Connections == 0 ? "There was nothing to delete: no account was connected by you."
            : standing.Left == 0 ? $"Done: the data of {standing.Connections} connected accounts is deleted."
            : $"In progress: {standing.Left} of {standing.Connections} connected accounts are still being deleted.";
        return HtmlPage.Of(
            HtmlPage.Frame(
                "Deletion of your data",
                $"<p>Asked for on {standing.At:yyyy-MM-dd HH:mm} UTC.</p><p><strong>{state}</strong></p><p class=\"soft\">Access tokens, names and pictures of the account are deleted. Posts that were published stay at the network until they are deleted there.</p>"
            ),
            HttpStatusCode.OK
        );
    }

    private static async Task<string?> SignedAsync(HttpRequest request, CancellationToken cancellationToken) =>
        request.HasFormContentType ? (await request.ReadFormAsync(cancellationToken))["signed_request"].ToString() : null;

    private static string? AppOf(HttpRequest request) => request.Query["app"] is [{ Length: > 0 } clientId] ? clientId : null;

    private static IResult Unsigned() =>
        Problem.InvalidParameter("signed_request", "It is missing, or no app that is known here signed it.").ToHttp();
}

public sealed record DoneView(bool Success);

public sealed record DeletionView(string Url, [property: JsonPropertyName("confirmation_code")] string ConfirmationCode);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DoneView))]
[JsonSerializable(typeof(DeletionView))]
internal sealed partial class PrivacyJson : JsonSerializerContext;
