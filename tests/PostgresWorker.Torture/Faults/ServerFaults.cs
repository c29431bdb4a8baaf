using System.Diagnostics;
using System.Globalization;
using Npgsql;
using PostgresWorker.ThrowAway;

namespace PostgresWorker.Torture.Faults;

/// <summary>What happens to the server, and in it.</summary>
internal static class ServerFaults
{
    public const string Terminate = "terminate", Crash = "crash", Restart = "restart", Lock = "lock", Ddl = "ddl";

    // Seconds. A server that is shut down waits for its walsenders: they must not keep it for longer than a handler may take to end.
    private const double MaxStopping = 30;

    /// <summary>The workers' sessions are ended: all of them, or the one that reads.</summary>
    public static async Task<Strike> TerminateAsync(Arena arena, PlannedFault fault)
    {
        var onlyReader = arena.IsWal && fault.First % 2 == 0;
        var sql = onlyReader
            ? $"SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE slot_name = ANY ({Slots.Sql(arena.Options.Shards)}) AND active"
            : "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'PostgresWorker%'";
        var ended = 0;
        await Patience.UntilAsync(async () => (ended = (await arena.ListAsync(sql, row => row.GetBoolean(0))).Count(isEnded => isEnded)) > 0, TimeSpan.FromSeconds(10));
        return new Strike(ended > 0 ? $"{ended} sessions ended" : null, onlyReader ? "the reader's" : "all of the workers'", Breaks: true);
    }

    /// <summary>The server ends at once, and comes back through recovery.</summary>
    public static Task<Strike> CrashAsync(Arena arena, PlannedFault fault) => InTurnAsync(arena, () => CrashInTurnAsync(arena, fault));

    /// <summary>The same, for whoever has the server's turn, and may mend what keeps it from starting.</summary>
    public static Task<Strike> CrashInTurnAsync(Arena arena, PlannedFault fault, Func<bool>? mend = null) =>
        BounceAsync(arena, fault, PostgresStopMode.Immediate, "database system was not properly shut down; automatic recovery in progress", mend);

    /// <summary>The server is shut down in order, and started. It must not wait for workers.</summary>
    public static Task<Strike> RestartAsync(Arena arena, PlannedFault fault) =>
        InTurnAsync(arena, () => BounceAsync(arena, fault, PostgresStopMode.Fast, "database system is shut down"));

    /// <summary>Somebody locks what the workers write to.</summary>
    public static async Task<Strike> LockAsync(Arena arena, PlannedFault fault)
    {
        string[] tables = arena.IsWal
            ? ["postgres_worker.checkpoints", "postgres_worker.dead_letters", "postgres_worker.handled_changes"]
            : ["postgres_worker.instances", "postgres_worker.lanes", "postgres_worker.dead_letters", "postgres_worker.handled_changes", Arena.Outbox];
        var table = tables[fault.First % tables.Length];
        await arena.ServerTurn.WaitAsync();
        try
        {
            await using var connection = await arena.ConnectAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            await using (var command = new NpgsqlCommand($"SET LOCAL lock_timeout = '25s'; LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE", connection))
            {
                await command.ExecuteNonQueryAsync();
            }

            await Task.Delay(300 + (fault.Second * 2));
            await using var waiting = new NpgsqlCommand($"SELECT count(*) FROM pg_locks WHERE relation = '{table}'::regclass AND NOT granted", connection);
            var waits = (long)(await waiting.ExecuteScalarAsync())!;
            await transaction.RollbackAsync();

            // Of dead letters nobody may have written one just then: that it was held is proof.
            return new Strike($"held, {waits} waited", table, Breaks: true);
        }
        finally
        {
            arena.ServerTurn.Release();
        }
    }

    /// <summary>Columns that no listener knows come, change their names and types, and go.</summary>
    public static async Task<Strike> DdlAsync(Arena arena, PlannedFault fault)
    {
        var table = fault.First % 3 == 0 ? "side.marks" : "items";
        var name = string.Create(CultureInfo.InvariantCulture, $"extra_{(long)fault.At.TotalMilliseconds}");
        string[] steps =
        [
            $"ALTER TABLE {table} ADD COLUMN {name} int NOT NULL DEFAULT 7",
            $"ALTER TABLE {table} ALTER COLUMN {name} TYPE numeric(20, 4)",
            $"ALTER TABLE {table} RENAME COLUMN {name} TO {name}_renamed",
            $"ALTER TABLE {table} DROP COLUMN {name}_renamed",
        ];
        await arena.ServerTurn.WaitAsync();
        try
        {
            foreach (var step in steps)
            {
                await ExecuteInTurnAsync(arena, step);
                await Task.Delay(100 + (fault.Second / 2));
            }

            var dropped = await arena.ScalarAsync<long>($"SELECT count(*) FROM pg_attribute WHERE attrelid = '{table}'::regclass AND attisdropped");
            return new Strike(dropped > 0 ? $"{dropped} columns have come and gone" : null, $"{table}: {name} added, retyped, renamed, dropped", Breaks: false);
        }
        finally
        {
            arena.ServerTurn.Release();
        }
    }

    /// <summary>An ALTER TABLE that waits makes all wait behind it, and may be in a deadlock with writers.</summary>
    public static async Task ExecuteInTurnAsync(Arena arena, string sql)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                await using var connection = await arena.ConnectAsync();
                foreach (var statement in (string[])["SET lock_timeout = '1s'", sql])
                {
                    // Each by itself: VACUUM is part of no transaction.
                    await using var command = new NpgsqlCommand(statement, connection);
                    await command.ExecuteNonQueryAsync();
                }

                return;
            }
            catch (PostgresException e) when (tries < 30 && e.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected)
            {
                await Task.Delay(50);
            }
        }
    }

    /// <summary>One thing at a time happens to the server.</summary>
    public static async Task<T> InTurnAsync<T>(Arena arena, Func<Task<T>> strike)
    {
        await arena.ServerTurn.WaitAsync();
        try
        {
            return await strike();
        }
        finally
        {
            arena.ServerTurn.Release();
        }
    }

    /// <summary>Stops the server and starts it, for whoever has its turn.</summary>
    private static async Task<Strike> BounceAsync(Arena arena, PlannedFault fault, PostgresStopMode mode, string inLog, Func<bool>? mend = null)
    {
        var before = Count(arena.Server.ReadLog(), inLog);
        var began = Clock.Now;
        await arena.Server.StopAsync(mode);
        var stopping = (Clock.Now - began) / (double)Stopwatch.Frequency;
        await Task.Delay(fault.First % 4 * 500);
        try
        {
            await arena.Server.StartAgainAsync();
        }
        catch (ThrowAwayPostgresException) when (mend?.Invoke() == true)
        {
            await arena.Server.StartAgainAsync();
        }

        arena.ForgetConnections();
        var proofs = Count(arena.Server.ReadLog(), inLog) - before;
        var detail = string.Create(CultureInfo.InvariantCulture, $"stopped within {stopping:F1} s");
        return new Strike(proofs > 0 ? $"in the server's log: {inLog}" : null, detail, Breaks: true) { Problem = stopping > MaxStopping ? $"the server {detail}" : null };
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
