using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Microsoft.DurableTask;

public record TaskFailureDetails(
    string ErrorType,
    string ErrorMessage,
    string? StackTrace,
    TaskFailureDetails? InnerFailure,
    IDictionary<string, object?>? Properties
)
{
    public bool IsCausedBy<T>()
        where T : Exception => IsCausedBy(typeof(T));

    /// <summary>Whether the failure was this exception type or one derived from it. False where its type can't be loaded.</summary>
    public bool IsCausedBy(Type targetBaseExceptionType)
    {
        ArgumentNullException.ThrowIfNull(targetBaseExceptionType);
        if (!typeof(Exception).IsAssignableFrom(targetBaseExceptionType))
        {
            throw new ArgumentException(
                $"The type {targetBaseExceptionType} is not an exception type.",
                nameof(targetBaseExceptionType)
            );
        }

        return !string.IsNullOrEmpty(ErrorType)
            && targetBaseExceptionType.IsAssignableFrom(Load(targetBaseExceptionType.Assembly));
    }

    public override string ToString() => $"{ErrorType}: {ErrorMessage}";

    public static TaskFailureDetails FromException(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return FromNullable(exception);
    }

    [return: NotNullIfNotNull(nameof(exception))]
    private static TaskFailureDetails? FromNullable(Exception? exception) =>
        exception is null
            ? null
            : new(
                exception.GetType().ToString(),
                exception.Message,
                exception.StackTrace,
                exception is TaskFailedException { FailureDetails: var cause } ? cause : FromNullable(exception.InnerException),
                Properties: null
            );

    private Type? Load(Assembly nearest)
    {
        if ((Type.GetType(ErrorType) ?? nearest.GetType(ErrorType)) is { } known)
        {
            return known;
        }

        var types = AppDomain.CurrentDomain.GetAssemblies().Select(a => a.GetType(ErrorType)).OfType<Type>().ToList();
        return types.Count > 1
            ? throw new AmbiguousMatchException($"Several exception types are named '{ErrorType}'.")
            : types.SingleOrDefault();
    }
}
