namespace Atlas.LocalRuntime;

/// <summary>A write that is told of its commit on the writer's own lane: no task and no thread change per write.</summary>
public abstract class SqliteWrite
{
    internal Exception? Fault { get; set; }

    /// <summary>
    /// Runs in the writer's transaction, and again from the start when another item of its group throws after writing:
    /// it must not change anything that a second run would not set right.
    /// </summary>
    public abstract void Execute(SqliteStatements statements);

    /// <summary>Called on the writer's lane after the commit (or its failure). Must be short and must not throw.</summary>
    public abstract void Completed(Exception? fault);
}
