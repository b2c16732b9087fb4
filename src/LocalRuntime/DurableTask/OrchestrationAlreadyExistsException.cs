namespace DurableTask.Core.Exceptions;

/// <summary>An instance of this id exists in one of the statuses that the start was told to leave alone.</summary>
public sealed class OrchestrationAlreadyExistsException : Exception
{
    public OrchestrationAlreadyExistsException() { }

    public OrchestrationAlreadyExistsException(string message)
        : base(message) { }

    public OrchestrationAlreadyExistsException(string message, Exception innerException)
        : base(message, innerException) { }
}
