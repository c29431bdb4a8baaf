using System.Globalization;
using Npgsql;
using PostgresWorker.Outbox.Provisioning;

namespace PostgresWorker.Telemetry;

/// <summary>How many changes are in an outbox, and how old the oldest is. Those of all instances.</summary>
/// <param name="database">The source's database.</param>
/// <param name="names">The outbox.</param>
internal sealed class OutboxFigures(NpgsqlDataSource database, OutboxNames names) : IFigures
{
    // A count of millions would be a load of its own. Beyond, the numbers that were drawn since say how many there may be at most.
    private const int MaxCounted = 10_000;

    private readonly string _query = string.Create(
        CultureInfo.InvariantCulture,
        $"""
        SELECT pg_catalog.count(*), coalesce(pg_catalog.max(o.id), 0), (SELECT s.last_value FROM {OutboxNames.ToSql(names.Sequence)} s),
            coalesce(GREATEST(pg_catalog.date_part('epoch', pg_catalog.clock_timestamp() - pg_catalog.min(o.written_at)), 0), 0)
        FROM (SELECT id, written_at FROM {OutboxNames.ToSql(names.Table)} ORDER BY id LIMIT {MaxCounted}) o
        """);

    /// <inheritdoc />
    public async Task<SourceFigures> ReadAsync(SourceFigures known, CancellationToken cancellationToken)
    {
        var command = database.CreateCommand(_query);
        await using var _ = command.ConfigureAwait(false);
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        var counted = reader.GetInt64(0);
        return known with
        {
            Pending = counted < MaxCounted ? counted : counted + Math.Max(0, reader.GetInt64(2) - reader.GetInt64(1)),
            OldestAge = TimeSpan.FromSeconds(reader.GetDouble(3)),
        };
    }
}
