using Npgsql;
using NpgsqlTypes;
using PostgresWorker.Torture.Worker;

namespace PostgresWorker.Torture.Workload;

/// <summary>Writes transactions of all kinds, one after another; what becomes of one that is interrupted, the log of the server knows.</summary>
internal sealed class Writer(int number, string connectionString, Func<bool> isFull, Chance chance)
{
    private const int Hot = 150, Cold = 10_000, ColdKeys = 8000, FitKeys = 20;

    private long _seq;
    private long _fresh;

    /// <summary>How many transactions were committed, as far as it heard.</summary>
    public long Committed { get; private set; }

    /// <summary>Writes until it is enough.</summary>
    public async Task RunAsync(CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            try
            {
                await using var connection = new NpgsqlConnection(connectionString);
                await connection.OpenAsync(CancellationToken.None);
                while (!enough.IsCancellationRequested)
                {
                    await TransactAsync(connection);
                    do
                    {
                        await Task.Delay(chance.Below(25), CancellationToken.None);
                    }
                    while (isFull() && !enough.IsCancellationRequested);
                }
            }
            catch (Exception e) when (e is NpgsqlException or InvalidOperationException or IOException)
            {
                // The server is away, or was.
                await Task.Delay(100, CancellationToken.None);
            }
        }
    }

    private async Task TransactAsync(NpgsqlConnection connection)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        try
        {
            if (await FillAsync(connection))
            {
                await transaction.CommitAsync();
                Committed++;
            }
            else
            {
                await transaction.RollbackAsync();
            }
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.LockNotAvailable)
        {
            await transaction.RollbackAsync();
        }
    }

    /// <returns>Whether it is to be committed.</returns>
    private async Task<bool> FillAsync(NpgsqlConnection connection)
    {
        switch (chance.Below(1000))
        {
            case < 460:
                await PutAsync(connection, Key());
                return true;
            case < 520:
                await FitAsync(connection);
                return true;
            case < 700:
                await PutManyAsync(connection, chance.Between(2, 50), pause: 0);
                return true;
            case < 760:
                await PutManyAsync(connection, chance.Between(2, 6), chance.Between(20, 250));
                return true;
            case < 810:
                return await PutWithSavepointsAsync(connection);
            case < 830:
                await PutManyAsync(connection, chance.Between(1, 20), pause: 0);
                return false;
            case < 890:
                await ExecuteAsync(connection, "DELETE FROM items WHERE id = $1", Key());
                return true;
            case < 920:
                // To a key that nobody has had.
                await ExecuteAsync(connection, "UPDATE items SET id = $2, writer = $3, seq = $4 WHERE id = $1", Key(), (1_000_000_000L * (number + 1)) + ++_fresh, number, ++_seq);
                return true;
            case < 923:
                await BulkAsync(connection, chance.Below(6) == 0 ? 5000 : chance.Between(100, 1000));
                return true;
            case < 926:
                await ExecuteAsync(connection, "TRUNCATE side.marks");
                return true;
            case < 935:
                await CopyMarksAsync(connection, chance.Between(1, 300));
                return true;
            case < 965:
                await MarkAsync(connection);
                return true;
            case < 980:
                await TellAsync(connection);
                return chance.Below(5) > 0;
            default:
                await ExecuteAsync(connection, "INSERT INTO noise (text) SELECT repeat('x', 200) FROM generate_series(1, 50)");
                return true;
        }
    }

    private async Task PutManyAsync(NpgsqlConnection connection, int count, int pause)
    {
        // Mostly in one order, lest they only wait for each other.
        var keys = Enumerable.Range(0, count).Select(_ => Key()).Distinct();
        foreach (var key in chance.Below(20) == 0 ? keys : keys.Order())
        {
            await PutAsync(connection, key);
            await Task.Delay(pause);
        }
    }

    private async Task<bool> PutWithSavepointsAsync(NpgsqlConnection connection)
    {
        await PutAsync(connection, Key());
        for (var i = chance.Between(1, 3); i > 0; i--)
        {
            await ExecuteAsync(connection, "SAVEPOINT s");
            await PutManyAsync(connection, chance.Between(1, 5), pause: 0);
            await TellAsync(connection);
            await ExecuteAsync(connection, chance.Below(2) == 0 ? "ROLLBACK TO SAVEPOINT s" : "RELEASE SAVEPOINT s");
        }

        await PutAsync(connection, Key());
        return chance.Below(10) > 0;
    }

    private Task PutAsync(NpgsqlConnection connection, long key)
    {
        if (chance.Below(25) > 0)
        {
            return ExecuteAsync(connection, "INSERT INTO items (id, writer, seq) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET writer = EXCLUDED.writer, seq = EXCLUDED.seq", key, number, ++_seq);
        }

        var filling = chance.Below(1_000_000);
        return ExecuteAsync(
            connection,
            "INSERT INTO items (id, writer, seq, filling, payload) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO UPDATE SET writer = EXCLUDED.writer, seq = EXCLUDED.seq, filling = EXCLUDED.filling, payload = EXCLUDED.payload",
            key, number, ++_seq, filling, Fillings.Of(filling));
    }

    /// <summary>Into the table that changes its columns: its column is left to its default, whatever it is just then.</summary>
    private async Task FitAsync(NpgsqlConnection connection)
    {
        for (var i = chance.Between(1, 4); i > 0; i--)
        {
            var key = (long)chance.Below(FitKeys);
            await (chance.Below(6) == 0
                ? ExecuteAsync(connection, "DELETE FROM side.fits WHERE id = $1", key)
                : ExecuteAsync(connection, "INSERT INTO side.fits (id, writer, seq) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET writer = EXCLUDED.writer, seq = EXCLUDED.seq", key, number, ++_seq));
        }
    }

    private async Task BulkAsync(NpgsqlConnection connection, int count)
    {
        var first = Cold + chance.Below(ColdKeys - count);
        await ExecuteAsync(
            connection,
            "INSERT INTO items (id, writer, seq) SELECT g, $2, $3 + g - $1 FROM generate_series($1, $1 + $4 - 1) g ON CONFLICT (id) DO UPDATE SET writer = EXCLUDED.writer, seq = EXCLUDED.seq",
            (long)first, number, _seq + 1, (long)count);
        _seq += count;
    }

    private Task MarkAsync(NpgsqlConnection connection) =>
        ExecuteAsync(connection, "INSERT INTO side.marks (id, writer, seq) VALUES ($1, $2, $3)", (1_000_000_000L * number) + ++_fresh, number, ++_seq);

    /// <summary>Into the log alone: with the transaction, or whatever becomes of that.</summary>
    private Task TellAsync(NpgsqlConnection connection) =>
        ExecuteAsync(connection, "SELECT pg_logical_emit_message($1, $2, $3)", chance.Below(4) > 0, MessageListener.Prefix, $"{number} {++_seq}");

    private async Task CopyMarksAsync(NpgsqlConnection connection, int count)
    {
        await using var copy = await connection.BeginBinaryImportAsync("COPY side.marks (id, writer, seq) FROM STDIN (FORMAT binary)");
        for (; count > 0; count--)
        {
            await copy.StartRowAsync();
            await copy.WriteAsync((1_000_000_000L * number) + ++_fresh, NpgsqlDbType.Bigint);
            await copy.WriteAsync(number, NpgsqlDbType.Integer);
            await copy.WriteAsync(++_seq, NpgsqlDbType.Bigint);
        }

        await copy.CompleteAsync();
    }

    private long Key() => chance.Below(20) == 0 ? Cold + chance.Below(ColdKeys) : 1 + chance.Below(Hot);

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        await command.ExecuteNonQueryAsync();
    }
}
