using Npgsql;

namespace PostgresWorker.Wal;

/// <summary>Asks the server what it has taken of our confirmations.</summary>
internal sealed class SlotPosition(NpgsqlDataSource database, string slot)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public string Name => slot;

    /// <summary>Waits until the slot's confirmed_flush_lsn has reached <paramref name="position"/>.</summary>
    public async Task WhenConfirmedAsync(Lsn position, CancellationToken cancellationToken)
    {
        while (!await IsConfirmedAsync(position, cancellationToken).ConfigureAwait(false))
        {
            await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<bool> IsConfirmedAsync(Lsn position, CancellationToken cancellationToken)
    {
        var command = database.CreateCommand("SELECT confirmed_flush_lsn >= $1::pg_lsn FROM pg_catalog.pg_replication_slots WHERE slot_name = $2");
        await using var _ = command.ConfigureAwait(false);
        command.Parameters.Add(new() { Value = position.ToString() });
        command.Parameters.Add(new() { Value = slot });

        // A slot that is gone confirms nothing, and there is nothing to wait for.
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is not false;
    }
}
