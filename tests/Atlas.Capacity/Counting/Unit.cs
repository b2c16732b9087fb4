namespace Atlas.Capacity.Counting;

/// <summary>What Azure bills or limits.</summary>
internal enum Unit
{
    /// <summary>Requests to Table storage: a row, a page of up to 1,000 rows, or a batch of up to 100 writes.</summary>
    TableReads,
    TableWrites,

    /// <summary>The rows that those requests touch, by the partition they are in: what a partition can do is measured in rows.</summary>
    WorkspaceRows,
    DueRows,
    OtherRows,
    BlobReads,
    BlobWrites,
    VaultCalls,
    Messages,

    /// <summary>Runs of a function: a request, a timer, a message, a turn of an orchestrator, an activity.</summary>
    Executions,

    // ---- What an orchestration asks of its back end ----
    Starts,

    /// <summary>Looks whether an instance is there.</summary>
    Queries,
    Activities,
    Timers,
    Events,

    /// <summary>Runs of an orchestrator's code up to its next wait.</summary>
    Turns,

    /// <summary>Stretches of work of orchestrations: in between, an instance that serves nobody else is not paid for.</summary>
    Stretches,
}
