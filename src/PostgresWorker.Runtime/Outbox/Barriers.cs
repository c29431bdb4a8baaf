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
    public bool IsBarrier(in OutboxRow row) => (row.Kind == 'T' && !lanes.HoldsAll) || (row.OldLane is { } old && lanes.Holds(old) != lanes.Holds(row.Lane));

    /// <summary>Whether the change may be delivered, and what is behind it then: it is in a lane that is held here, and nothing before it is left.</summary>
    public async Task<bool> MayPassAsync(OutboxRow row, CancellationToken cancellationToken) =>
        lanes.Holds(row.Lane) && !await HasEarlierAsync(row, cancellationToken).ConfigureAwait(false);

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
