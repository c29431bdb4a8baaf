using Npgsql;

namespace PostgresWorker.Outbox.Provisioning;

/// <summary>
/// One instance of a consumer at a time. The lock is a transaction's, which a transaction pooler keeps on one connection to the server; it has no snapshot and so holds back no vacuum.
/// </summary>
internal sealed class ProvisioningTurn : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;

    private ProvisioningTurn(NpgsqlConnection connection) => _connection = connection;

    /// <summary>Waits for the turn.</summary>
    public static async Task<ProvisioningTurn> TakeAsync(NpgsqlDataSource database, string consumer, CancellationToken cancellationToken)
    {
        var turn = new ProvisioningTurn(await database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false));
        try
        {
            await turn.LockAsync(consumer, cancellationToken).ConfigureAwait(false);
            return turn;
        }
        catch
        {
            await turn.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Gives it to the next: a connection that goes back to its pool has no transaction any more.</summary>
    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task LockAsync(string consumer, CancellationToken cancellationToken)
    {
        await _connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        var command = new NpgsqlCommand("SELECT pg_catalog.set_config('lock_timeout', '0', true), pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('postgres_worker outbox ' || $1, 0))", _connection) { CommandTimeout = 0 };
        await using var _ = command.ConfigureAwait(false);
        command.Parameters.Add(new() { Value = consumer });
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
