using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Atlas.LocalRuntime.Functions.Http;

/// <summary>Compares a request's key with the host key for functions that are not anonymous.</summary>
internal sealed class HostKeys(string? hostKey)
{
    private readonly byte[]? _expected = string.IsNullOrEmpty(hostKey) ? null : Digest(hostKey);

    public bool Admit(HttpRequest request, AuthorizationLevel level)
    {
        if (level == AuthorizationLevel.Anonymous)
        {
            return true;
        }

        // Fail closed: without a configured key nobody holds it.
        var given = request.Headers["x-functions-key"] is [{ Length: > 0 } header] ? header : request.Query["code"].ToString();
        return _expected is not null && CryptographicOperations.FixedTimeEquals(_expected, Digest(given));
    }

    private static byte[] Digest(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
