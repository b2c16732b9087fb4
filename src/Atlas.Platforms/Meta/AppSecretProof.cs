using System.Security.Cryptography;
using System.Text;
using Atlas.Core.Channels;

namespace Atlas.Platforms.Meta;

/// <summary>Lower-case hex of HMAC-SHA256 over the access token with the app secret as its key.</summary>
/// <seealso href="https://developers.facebook.com/docs/graph-api/guides/secure-requests"/>
internal static class AppSecretProof
{
    public static string Compute(Secret appSecret, Secret accessToken) =>
        Convert.ToHexStringLower(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(appSecret.Reveal()), Encoding.UTF8.GetBytes(accessToken.Reveal()))
        );
}
