namespace Microsoft.DurableTask;

/// <summary>Decides whether a failed task is tried again. It adds no delay: await a timer for one.</summary>
public delegate bool RetryHandler(RetryContext retryContext);

/// <inheritdoc cref="RetryHandler"/>
public delegate Task<bool> AsyncRetryHandler(RetryContext retryContext);
