using System.Text;
using System.Text.Json.Serialization;
using Atlas.Core.Workspaces;
using Atlas.Functions.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Atlas.Functions.Setup;

public sealed class SetupTriggers(SetupChecks checks)
{
    [Function("CheckSetup")]
    [RequiresScope(Scopes.SetupRead)]
    public async Task<IResult> CheckAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/setup/checks")] HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        var view = await checks.RunAsync(cancellationToken);
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        return request.Headers.Accept.ToString().StartsWith("text/plain", StringComparison.OrdinalIgnoreCase)
            ? Results.Text(Lines(view), "text/plain")
            : Results.Json(view, SetupJson.Default.SetupView);
    }

    private static string Lines(SetupView view)
    {
        var text = new StringBuilder();
        foreach (var check in view.Checks)
        {
            var state = check.State switch
            {
                SetupState.Ok => "ok  ",
                SetupState.Warning => "note",
                SetupState.Failed => "FAIL",
            };
            text.Append(state).Append("  ").Append(check.Name.PadRight(22)).Append(check.Url is null ? "" : $" {check.Url} ");
            text.Append(' ').Append(check.Message).Append(check.NextStep is null ? "" : $" {check.NextStep}").Append('\n');
        }

        return text.Append("      verify token of meta's webhook: ").Append(view.MetaVerifyToken).Append('\n').ToString();
    }
}

/// <param name="Ok">Whether nothing failed; notes do not count.</param>
/// <param name="MetaVerifyToken">To be typed into Meta's console beside the webhook's address.</param>
public sealed record SetupView(bool Ok, string? PublicBaseUrl, string MetaVerifyToken, IReadOnlyList<SetupCheckView> Checks);

/// <param name="Url">To be pasted into the network's developer console, where it is one of those.</param>
public sealed record SetupCheckView(string Name, SetupState State, string? Url, string Message, string? NextStep);

[JsonConverter(typeof(JsonStringEnumConverter<SetupState>))]
public enum SetupState
{
    [JsonStringEnumMemberName("ok")]
    Ok,

    /// <summary>Nothing is broken, but a person should know.</summary>
    [JsonStringEnumMemberName("warning")]
    Warning,

    [JsonStringEnumMemberName("failed")]
    Failed,
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SetupView))]
internal sealed partial class SetupJson : JsonSerializerContext;
