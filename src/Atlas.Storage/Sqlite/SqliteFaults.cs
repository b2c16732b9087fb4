using Atlas.Core.Storage;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Atlas.Storage.Sqlite;

internal static class SqliteFaults
{
    /// <summary>Whether the fault is of the moment (a full, failing or locked disk), not of the data or the program.</summary>
    public static bool IsPassing(SqliteException fault) =>
        fault.SqliteErrorCode
            is raw.SQLITE_BUSY
                or raw.SQLITE_LOCKED
                or raw.SQLITE_FULL
                or raw.SQLITE_IOERR
                or raw.SQLITE_NOMEM
                or raw.SQLITE_READONLY
                or raw.SQLITE_CANTOPEN
                or raw.SQLITE_PROTOCOL
                or raw.SQLITE_INTERRUPT;

    /// <summary>Damage needs a person: nobody should be told to try again.</summary>
    public static bool IsDamage(SqliteException fault) => fault.SqliteErrorCode is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB;

    public static StorageUnavailableException Unavailable(Exception fault) =>
        new($"The local database could not be used: {fault.Message}", retryAfter: null, fault);
}
