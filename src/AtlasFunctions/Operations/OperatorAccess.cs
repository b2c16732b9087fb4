using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Atlas.Core.Channels;
using Atlas.Core.Operations;
using Atlas.Core.Problems;
using Atlas.Core.Workspaces;
using Microsoft.AspNetCore.Http;

namespace Atlas.Functions.Operations;

/// <summary>
/// The door to the operators' functions. In front of it stands the host, which lets no request through without one of its
/// function keys: Azure's, or the local runtime's. Here the key is compared once more where the settings know it, and a person
/// is asked for a role where they say so. Keys of workspaces and of setting up open nothing here.
/// </summary>
public sealed class OperatorAccess(OperationsOptions options)
{
    private const string KeyHeader = "x-functions-key";

    // https://learn.microsoft.com/azure/app-service/configure-authentication-user-identities
    private const string PrincipalHeader = "X-MS-CLIENT-PRINCIPAL";
    private const int MaxName = 100;

    /// <summary>Tells the keys of operators apart in the log, and gives none of them away.</summary>
    private const int FingerprintLength = 8;

    public Outcome<Caller> Admit(HttpRequest request)
    {
        var key = request.Headers[KeyHeader].ToString();
        if (key.Length == 0)
        {
            return Problem.Unauthorized($"Send the operators' key in the header {KeyHeader}: keys in addresses end up in logs.");
        }

        var secret = new Secret(key);
        if (!IsRight(secret))
        {
            return Problem.Unauthorized("That is not the operators' key.");
        }

        if (string.IsNullOrEmpty(options.EntraRole))
        {
            return CallerOf($"operator:{ApiKeySecret.HashOf(secret)[..FingerprintLength]}", secret);
        }

        var principal = Parse(request.Headers[PrincipalHeader].ToString());
        return principal?.Roles.Contains(options.EntraRole) is true
            ? CallerOf($"operator:{principal.Name}", secret)
            : Problem.Forbidden(Scopes.Operate) with
            {
                Detail = $"This needs the role {options.EntraRole} as well. Sign in with an account that has it.",
            };
    }

    private bool IsRight(Secret key) =>
        options.KeyHash is { Length: > 0 } expected
            ? expected.Length == 64
                && CryptographicOperations.FixedTimeEquals(
                    Encoding.ASCII.GetBytes(expected.ToLowerInvariant()),
                    Encoding.ASCII.GetBytes(ApiKeySecret.HashOf(key))
                )
            : options.FunctionKeys; // the host has compared it

    private static Caller CallerOf(string name, Secret credential) => new(default, name, "Etc/UTC", [Scopes.Operate], credential);

    /// <summary>Fail closed: a header that can't be read is nobody's.</summary>
    private static Principal? Parse(string header)
    {
        try
        {
            using var document = JsonDocument.Parse(Convert.FromBase64String(header));
            var root = document.RootElement;
            var (nameType, roleType) = (root.GetProperty("name_typ").GetString(), root.GetProperty("role_typ").GetString());
            var claims = root.GetProperty("claims")
                .EnumerateArray()
                .Select(claim => (Type: claim.GetProperty("typ").GetString(), Value: claim.GetProperty("val").GetString() ?? ""))
                .ToList();
            var name = claims.FirstOrDefault(claim => claim.Type == nameType).Value ?? "unnamed";
            return new Principal(
                name.Length > MaxName ? name[..MaxName] : name,
                [.. claims.Where(claim => claim.Type == roleType || claim.Type == "roles").Select(claim => claim.Value)]
            );
        }
        catch (Exception ex) when (ex is FormatException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    private sealed record Principal(string Name, IReadOnlyList<string> Roles);
}
