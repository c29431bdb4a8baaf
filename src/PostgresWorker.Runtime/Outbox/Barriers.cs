using Npgsql;
using PostgresWorker.Outbox.Provisioning;

namespace PostgresWorker.Outbox;

/// <summary>
/// Changes that are ordered with others of several lanes: a truncate with all of its table, and an update that moves its row to another key with both keys. Where one instance holds the
/// lanes, its queues order them; where others hold some, everybody waits for everybody at the change.
/// </summary>
/// <param name="database">The outbox's database.</param>
/// <param name="names">Its names.</param>
/// <param name="lanes">The lanes that are held here.</param>
/// <param name="captures">The tables.</param>
internal sealed class Barriers(NpgsqlDataSource database, OutboxNames names, LaneTable lanes, CaptureCatalog captures)
{
    private long _parked = -1;

    /// <summary>Looks which keys other instances have parked, where they say so: before anything that stands behind what they parked, and which is gone from the outbox by now, is handed out.</summary>
    /// <param name="parked">What the last look has brought: <see cref="Poll.Parked"/>.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public async Task LookAsync(long parked, CancellationToken cancellationToken)
    {
        if (_parked != parked)
        {
            await (lanes.ParkedElsewhere?.Invoke(cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
            _parked = parked;
        }
    }

    public bool IsBarrier(in OutboxRow row) => (row.Kind == 'T' && !lanes.HoldsAll) || (row.OldLane is { } old && lanes.Holds(old) != lanes.Holds(row.Lane));

    /// <summary>Whether the change may be delivered, and what is behind it then: it is in a lane that is held here, and nothing before it is left.</summary>
    public async Task<bool> MayPassAsync(OutboxRow row, CancellationToken cancellationToken)
    {
        if (!lanes.Holds(row.Lane) || await HasEarlierAsync(row, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        // What is before it in the others' lanes is gone from the outbox, and may be parked.
        await (lanes.ParkedElsewhere?.Invoke(cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
        return true;
    }

    private async Task<bool> HasEarlierAsync(OutboxRow row, CancellationToken cancellationToken)
    {
        var table = captures.Find(row.Capture)?.Table;
        var which = row.Kind == 'T' ? "o.capture = ANY ($2)" : "(o.lane = $2 OR o.old_lane = $2)";
        var command = database.CreateCommand($"SELECT EXISTS (SELECT FROM {OutboxNames.ToSql(names.Table)} o WHERE o.id < $1 AND {which})");
        await using var _ = command.ConfigureAwait(false);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = row.Id });
        command.Parameters.Add(row.Kind == 'T'
            ? new NpgsqlParameter<int[]> { TypedValue = table is { } named ? captures.Of(named) : [row.Capture] }
            : new NpgsqlParameter<short> { TypedValue = row.OldLane!.Value });
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is true;
    }
}
