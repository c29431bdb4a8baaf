using PostgresWorker.Store;

namespace PostgresWorker.Telemetry;

/// <summary>How many changes are kept because they could not be handled.</summary>
/// <param name="store">Where they are.</param>
internal sealed class LetterFigures(IWorkerStore store) : IFigures
{
    private const string Query =
        """
        SELECT pg_catalog.count(*) FILTER (WHERE state <> 'parked'), pg_catalog.count(*) FILTER (WHERE state = 'parked')
        FROM "postgres_worker"."dead_letters" WHERE consumer = $1
        """;

    /// <inheritdoc />
    public async Task<SourceFigures> ReadAsync(SourceFigures known, CancellationToken cancellationToken)
    {
        var command = store.Database.CreateCommand(Query);
        await using var _ = command.ConfigureAwait(false);
        command.Parameters.Add(new() { Value = store.Consumer });
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        return known with { DeadLetters = reader.GetInt64(0), Parked = reader.GetInt64(1) };
    }
}
