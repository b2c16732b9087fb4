namespace Atlas.Storage.InMemory;

/// <summary>Where in a call a test or a simulation may step in.</summary>
public enum RowStoreMoment
{
    BeforeRead,

    /// <summary>A fault here leaves nothing written.</summary>
    BeforeWrite,

    /// <summary>The rows are written: a fault here is a lost answer.</summary>
    AfterWrite,
}

/// <summary>Throws (most often <see cref="Core.Storage.StorageUnavailableException"/>) or waits.</summary>
public delegate ValueTask RowStoreSeam(RowStoreMoment moment, string partition, CancellationToken cancellationToken);
