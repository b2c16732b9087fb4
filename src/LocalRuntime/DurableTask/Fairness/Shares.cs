using System.Collections.Concurrent;

namespace Atlas.LocalRuntime.DurableTask;

/// <summary>Whose an instance is, by its input. One text per owner is kept, however many instances are theirs.</summary>
internal sealed class Shares(Func<string, string?>? shareOf)
{
    private readonly ConcurrentDictionary<string, string> _known = new();

    /// <summary>Whether instances are told apart at all.</summary>
    public bool AreKept => shareOf is not null;

    /// <summary>Empty where nobody is known to own it.</summary>
    public string Of(string? input) =>
        input is not null && shareOf?.Invoke(input) is { } share ? _known.GetOrAdd(share, share) : "";
}
