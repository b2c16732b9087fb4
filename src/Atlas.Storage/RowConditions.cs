using Atlas.Core.Storage;

namespace Atlas.Storage;

internal static class RowConditions
{
    public static RowConflict Judge(in RowWrite write, bool exists, bool hasTag) =>
        (write.Kind, exists) switch
        {
            (RowWriteKind.Upsert, _) or (RowWriteKind.Insert, false) => RowConflict.None,
            (RowWriteKind.Insert, true) => RowConflict.Exists,
            (_, false) => RowConflict.Missing,
            (RowWriteKind.Delete, true) when write.ETag is null => RowConflict.None,
            _ => hasTag ? RowConflict.None : RowConflict.Changed,
        };
}
