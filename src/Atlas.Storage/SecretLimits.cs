using System.Buffers;
using System.Text;
using Atlas.Core.Channels;

namespace Atlas.Storage;

/// <summary>The limits of <see cref="ITokenVault"/>, which are Azure Key Vault's, kept by every vault.</summary>
internal static class SecretLimits
{
    private const int MaxNameLength = 127;
    private const int MaxValueBytes = 25_000;

    private static readonly SearchValues<char> s_allowed = SearchValues.Create(
        "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-"
    );

    public static void CheckName(string name)
    {
        if (name.Length is 0 or > MaxNameLength || name.AsSpan().ContainsAnyExcept(s_allowed))
        {
            throw new ArgumentException(
                $"A secret's name has 1 to {MaxNameLength} characters of 0-9, a-z, A-Z and '-'.",
                nameof(name)
            );
        }
    }

    public static void CheckValue(Secret value)
    {
        if (Encoding.UTF8.GetByteCount(value.Reveal()) > MaxValueBytes)
        {
            throw new ArgumentException($"A secret has at most {MaxValueBytes} bytes.", nameof(value));
        }
    }
}
