using PostgresWorker.Generated;

namespace PostgresWorker.Dispatch;

/// <summary>The columns of which one must differ for an update to be delivered, bound to a layout.</summary>
internal sealed class WatchedColumns(TableLayout layout, IReadOnlyList<string> names)
{
    private readonly bool[] _isWatched = Array.ConvertAll(layout.Columns.ToArray(), column => names.Contains(column.Name, StringComparer.Ordinal));

    /// <summary>Whether one of the columns differs, or may: what was not sent cannot be compared.</summary>
    public bool MayDiffer(in RowImage image)
    {
        var old = image.Old;
        var @new = image.New;
        for (var i = 0; i < _isWatched.Length; i++)
        {
            var after = WireTuple.Take(ref @new);
            var before = old.IsEmpty ? default : WireTuple.Take(ref old);
            if (_isWatched[i] && MayDiffer(image.OldKind, layout.Columns[i], before, after))
            {
                return true;
            }
        }

        return false;
    }

    private static bool MayDiffer(OldTupleKind kind, TableColumn column, WireValue before, WireValue after) => kind switch
    {
        // A large value that is not sent again is the same.
        _ when !after.IsSent => false,
        OldTupleKind.None => !column.IsInIdentity,
        OldTupleKind.Key when !column.IsInIdentity => true,
        _ => before.Format != after.Format || !before.Bytes.SequenceEqual(after.Bytes),
    };
}
