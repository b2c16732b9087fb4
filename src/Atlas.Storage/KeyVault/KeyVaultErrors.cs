using System.Text.Json;
using Azure;

namespace Atlas.Storage.KeyVault;

internal static class KeyVaultErrors
{
    /// <summary>Whether the name belongs to a secret that was deleted and not purged. The outer code of every 409 is just "Conflict".</summary>
    public static bool IsDeletedButRecoverable(RequestFailedException fault) =>
        fault.Status == 409 && InnerCode(fault.GetRawResponse()) == "ObjectIsDeletedButRecoverable";

    private static string? InnerCode(Response? response)
    {
        try
        {
            using var body = JsonDocument.Parse(response?.Content.ToMemory() ?? default);
            return
                body.RootElement.TryGetProperty("error", out var error)
                && error.TryGetProperty("innererror", out var inner)
                && inner.TryGetProperty("code", out var code)
                ? code.GetString()
                : null;
        }
        catch (Exception ex) when (ex is JsonException or InvalidOperationException) // some proxy's own words
        {
            return null;
        }
    }
}
