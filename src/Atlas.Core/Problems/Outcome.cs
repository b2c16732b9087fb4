using System.Diagnostics.CodeAnalysis;

namespace Atlas.Core.Problems;

/// <summary>What was asked for, or the problem that stood in its way.</summary>
public readonly struct Outcome<T>
{
    private Outcome(T? value, Problem? problem) => (Value, Problem) = (value, problem);

    public T? Value { get; }

    public Problem? Problem { get; }

    [MemberNotNullWhen(false, nameof(Value))]
    [MemberNotNullWhen(true, nameof(Problem))]
    public bool Failed => Problem is not null;

    public static implicit operator Outcome<T>(T value) => new(value, problem: null);

    public static implicit operator Outcome<T>(Problem problem) => new(default, problem);
}
