namespace Atlas.LocalRuntime.Functions;

/// <summary>What the local runtime can be told in code; everything has a default that suits a program as it stands.</summary>
public sealed class LocalRuntimeOptions
{
    /// <summary>The classes to look for functions in. Null: those of the entry assembly and of what it references.</summary>
    public IEnumerable<Type>? FunctionTypes { get; set; }

    /// <summary>
    /// Largest request body in bytes. Null: the setting <c>FUNCTIONS_REQUEST_BODY_SIZE_LIMIT</c>, or 100 MB as in the
    /// real host.
    /// </summary>
    public long? MaxRequestBodySize { get; set; }

    /// <summary>How long stopping may take before what still runs is cut off.</summary>
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
