namespace Atlas.Simulation.Kills;

/// <summary>Where the app that is killed keeps its rows and media.</summary>
internal enum KillStorage
{
    Sqlite,

    /// <summary>Through the adapters for Azure Tables and Blobs.</summary>
    Azurite,
}
