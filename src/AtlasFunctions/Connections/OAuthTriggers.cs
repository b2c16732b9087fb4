using System.Net;
using System.Text.Json;
using Atlas.Core;
using Atlas.Core.Connections;
using Atlas.Core.Platforms;
using Atlas.Functions.Api;
using Atlas.Functions.Reference;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Azure.Functions.Worker;

namespace Atlas.Functions.Connections;

/// <summary>Where a person comes back from a network's consent page, and the page on which accounts are chosen.</summary>
public sealed class OAuthTriggers(FinishLogin finish, ChooseAccounts choose)
{
    private const int MaxChosen = 200;

    [Function("FinishLogin")]
    [OpenToAll("a network sends the person here; the state that it brings is the credential")]
    public async Task<IResult> FinishAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/oauth/{login}/callback")] HttpRequest request,
        string login,
        CancellationToken cancellationToken
    )
    {
        var parameters = request.Query.ToDictionary(value => value.Key, value => value.Value.ToString());
        switch (await finish.HandleAsync(login, parameters, cancellationToken))
        {
            case FinishAnswer.Returned returned:
                return SendTo(returned.Url, ("connection", returned.Connection.ToString()));
            case FinishAnswer.Failed { ReturnUrl: { } back, Problem: var problem }:
                return SendTo(
                    back,
                    ("connectionError", problem.Code),
                    ("connectionMessage", $"{problem.Message} {problem.NextStep}")
                );
            case FinishAnswer.Failed failed:
                return HtmlPage.Of(ConnectionPages.Failed(failed.Problem), HttpStatusCode.BadRequest);
            case FinishAnswer.Choose found:
                return HtmlPage.Of(ConnectionPages.Choose(found), HttpStatusCode.OK);
            case var other:
                throw new NotSupportedException($"No rule for the answer {other.GetType().Name}.");
        }
    }

    [Function("ChooseOnPage")]
    [OpenToAll("the page that was shown after the consent holds a token that is used once")]
    public async Task<IResult> ChooseAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/oauth/{login}/choose")] HttpRequest request,
        string login,
        CancellationToken cancellationToken
    )
    {
        if (!request.HasFormContentType)
        {
            return Refused("atlas.choice.form", "This page takes what its form sends.");
        }

        var form = await request.ReadFormAsync(cancellationToken);
        var accounts = form["account"].OfType<string>().Take(MaxChosen).ToList();
        var adAccount = form["adAccount"] is [{ Length: > 0 } id] ? id : null;
        var outcome = await choose.HandleAsync(login, form["choice"].ToString(), accounts, adAccount, cancellationToken);
        if (outcome.Failed)
        {
            return outcome.Problem.Status == StatusCodes.Status422UnprocessableEntity
                ? Refused("atlas.choice.accounts", "No account was chosen, or one that is not in the list. Go back and choose.")
                : Refused(
                    "atlas.choice.over",
                    "This choice was made before, or it is older than half an hour. Start again from your workspace."
                );
        }

        var view = JsonSerializer.Deserialize(outcome.Value.Body.Span, ApiJson.Default.ConnectedChannelsView)!;
        return HtmlPage.Of(ConnectionPages.Connected(view), HttpStatusCode.OK);

        static IResult Refused(string code, string message) =>
            HtmlPage.Of(
                ConnectionPages.Failed(new PlatformProblem(code, message, NextStep: "", Source: null)),
                HttpStatusCode.BadRequest
            );
    }

    private static IResult SendTo(Uri address, params (string Name, string Value)[] parameters) =>
        new RedirectPage(
            QueryHelpers.AddQueryString(
                address.AbsoluteUri,
                parameters.Select(parameter => new KeyValuePair<string, string?>(parameter.Name, parameter.Value))
            )
        );

    /// <summary>A redirect that is not kept, and whose target does not learn the code in our address.</summary>
    private sealed class RedirectPage(string address) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.StatusCode = StatusCodes.Status303SeeOther;
            response.Headers.Location = address;
            response.Headers.CacheControl = "no-store";
            response.Headers["Referrer-Policy"] = "no-referrer";
            return Task.CompletedTask;
        }
    }
}
