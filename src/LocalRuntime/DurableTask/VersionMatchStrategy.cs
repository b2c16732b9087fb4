namespace Atlas.LocalRuntime.DurableTask;

/// <summary>Which instances this program runs, by their version against its own default version.</summary>
public enum VersionMatchStrategy
{
    None,
    Strict,
    CurrentOrOlder,
}
