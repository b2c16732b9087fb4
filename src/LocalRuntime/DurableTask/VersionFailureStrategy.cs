namespace Atlas.LocalRuntime.DurableTask;

/// <summary>What becomes of an instance whose version doesn't match.</summary>
public enum VersionFailureStrategy
{
    /// <summary>It stays as it is, for a program that can run it.</summary>
    Reject,

    /// <summary>It fails.</summary>
    Fail,
}
