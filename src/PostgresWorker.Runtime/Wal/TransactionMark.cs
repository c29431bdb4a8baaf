using Npgsql;

namespace PostgresWorker.Wal;

/// <summary>What a writer says of the rest of its transaction, by one statement: a message for who reads the WAL, a setting for the triggers of an outbox.</summary>
/// <param name="setting">The setting's name.</param>
/// <param name="value">Its value, until the transaction ends.</param>
/// <param name="prefix">The message's prefix.</param>
/// <param name="content">Its content.</param>
internal sealed class TransactionMark(string setting, string value, string prefix, string content)
{
    private const string Put = "SELECT pg_catalog.set_config($1, $2, true), pg_catalog.pg_logical_emit_message(true, $3, $4)";

    private const string IsThere = "SELECT pg_catalog.current_setting($1, true) IS NOT DISTINCT FROM $2";

    /// <summary>The connection of a transaction that goes on.</summary>
    /// <exception cref="InvalidOperationException">The transaction has ended.</exception>
    public static NpgsqlConnection ConnectionOf(NpgsqlTransaction transaction)
    {
        ArgumentNullException.ThrowIfNull(transaction);

        // Which throws where it has ended: its connection is still there, and would say it of a transaction of its own.
        _ = transaction.IsolationLevel;
        return transaction.Connection!;
    }

    /// <summary>Says it.</summary>
    public Task PutAsync(NpgsqlTransaction transaction, CancellationToken cancellationToken) => ExecuteAsync(ConnectionOf(transaction), Put, [setting, value, prefix, content], cancellationToken);

    /// <summary>Says it of a connection's transaction.</summary>
    /// <returns>Whether it is in one.</returns>
    public async Task<bool> TryPutAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await ExecuteAsync(connection, Put, [setting, value, prefix, content], cancellationToken).ConfigureAwait(false);
        return await ExecuteAsync(connection, IsThere, [setting, value], cancellationToken).ConfigureAwait(false) is true;
    }

    private static async Task<object?> ExecuteAsync(NpgsqlConnection connection, string sql, string[] values, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(sql, connection);
        await using var _ = command.ConfigureAwait(false);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = value });
        }

        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
    }
}
