using System.Buffers;

namespace Atlas.Core.Tracing;

/// <summary>
/// The id under which a request's caller finds it again: in the answer, in the log, in what the request adds to timelines. It
/// flows with the request and not into the work that follows behind it.
/// </summary>
public static class RequestCorrelation
{
    public const int MaxLength = 64;

    private static readonly SearchValues<char> s_allowed = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:"
    );
    private static readonly AsyncLocal<string?> s_current = new();

    /// <summary>Null outside of requests.</summary>
    public static string? Current
    {
        get => s_current.Value;
        set => s_current.Value = value;
    }

    /// <summary>A caller's own id may be anything short that can't be mistaken for a line of a log.</summary>
    public static bool IsValid(string id) => id.Length is > 0 and <= MaxLength && !id.AsSpan().ContainsAnyExcept(s_allowed);
}
