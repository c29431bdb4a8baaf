using System.Globalization;

namespace PostgresWorker.Snapshots;

/// <summary>
/// The transactions whose changes a query has seen: a <see href="https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-INFO-SNAPSHOT">pg_snapshot</see>, such as <c>10:20:10,14</c>. Its ids
/// are of top-level transactions and count wrap-arounds; those of the stream are of top-level ones and do not.
/// </summary>
internal sealed class VisibleTransactions
{
    private readonly ulong _min;
    private readonly ulong _max;
    private readonly HashSet<ulong> _inProgress;

    private VisibleTransactions(ulong min, ulong max, HashSet<ulong> inProgress) => (_min, _max, _inProgress) = (min, max, inProgress);

    public static VisibleTransactions Parse(string snapshot)
    {
        var parts = snapshot.Split(':');
        HashSet<ulong> inProgress = [];
        foreach (var id in parts[2].Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            inProgress.Add(ulong.Parse(id, CultureInfo.InvariantCulture));
        }

        return new VisibleTransactions(ulong.Parse(parts[0], CultureInfo.InvariantCulture), ulong.Parse(parts[1], CultureInfo.InvariantCulture), inProgress);
    }

    /// <summary>Whether the changes of a committed transaction were seen. Its id is taken for the one that is nearest, at most two thousand million away, as the server does.</summary>
    public bool Has(uint transactionId)
    {
        var id = unchecked(_max + (ulong)(long)(int)(transactionId - (uint)_max));
        return id < _min || (id < _max && !_inProgress.Contains(id));
    }
}
