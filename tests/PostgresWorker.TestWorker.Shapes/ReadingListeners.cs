using Npgsql;
using static System.FormattableString;

namespace PostgresWorker.TestWorker.Shapes;

internal sealed record Reading(int Id, double Celsius);

internal sealed class ReadingListeners(TextWriter output)
{
    /// <summary>The wait is so long that only full batches come in time.</summary>
    [PostgresListener("shapes", "readings"), Batch(10, maxWaitMilliseconds: 60_000)]
    public Task OnReadings(IReadOnlyList<Inserted<Reading>> readings, CancellationToken cancellationToken) => output.WriteLineAsync(
        Invariant($"batch of {readings.Count}: {readings[0].New.Id} to {readings[^1].New.Id}, {readings.Sum(reading => reading.New.Celsius)} degrees").AsMemory(),
        cancellationToken);

    [PostgresListener("shapes", "readings")]
    public static async Task OnHotAsync(Inserted<Reading> inserted, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        if (inserted.New.Celsius > 100)
        {
            await using var command = new NpgsqlCommand("INSERT INTO alarms (reading_id, celsius) VALUES ($1, $2)", transaction.Connection, transaction);
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = inserted.New.Id });
            command.Parameters.Add(new NpgsqlParameter<double> { TypedValue = inserted.New.Celsius });
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
