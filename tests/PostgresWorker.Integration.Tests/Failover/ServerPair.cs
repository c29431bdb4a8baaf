using System.Globalization;
using PostgresWorker.Integration.Server;
using PostgresWorker.ThrowAway;

namespace PostgresWorker.Integration.Failover;

/// <summary>A primary and a standby that streams from it, and a database that is reached on whichever of the two is the primary.</summary>
internal sealed class ServerPair : IAsyncDisposable
{
    private const string StandbySlot = "standby";

    private readonly TestDatabase _database;

    private ServerPair(ThrowAwayPostgres primary, ThrowAwayPostgres standby, TestDatabase database) => (Primary, Standby, _database) = (primary, standby, database);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ThrowAwayPostgres Primary { get; }

    public ThrowAwayPostgres Standby { get; }

    /// <summary>By both hosts, as an application names them.</summary>
    public TestDatabase Database => _database;

    /// <summary>Whether slots can go through a failover.</summary>
    public static bool KeepsSlots(ThrowAwayPostgres server) => server.Version.Major >= 17;

    /// <param name="test">Names the database.</param>
    /// <param name="isGuarded">Whether the primary lets the worker have only what the standby has got.</param>
    public static async Task<ServerPair> StartAsync(string test, bool isGuarded = true)
    {
        var primary = await ThrowAwayPostgres.StartAsync(ct: Token);
        try
        {
            await ExecuteAsync(primary, $"SELECT pg_create_physical_replication_slot('{StandbySlot}')");
            var keepsSlots = KeepsSlots(primary);
            var standby = await primary.StartStandbyAsync(Settings(keepsSlots), Token);
            try
            {
                if (keepsSlots && isGuarded)
                {
                    await ExecuteAsync(primary, $"ALTER SYSTEM SET synchronized_standby_slots = '{StandbySlot}'");
                    await ExecuteAsync(primary, "SELECT pg_reload_conf()");
                }

                var both = string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1:{primary.Port},127.0.0.1:{standby.Port};Username=postgres;Database=postgres;Target Session Attributes=primary;Host Recheck Seconds=1");
                return new ServerPair(primary, standby, await TestDatabase.CreateAsync(both, test: test));
            }
            catch
            {
                await standby.DisposeAsync();
                throw;
            }
        }
        catch
        {
            await primary.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Waits until the standby has the slot of the worker, and would go on with it. It takes a slot only when that has left what the standby keeps no more, so something is written for it to pass meanwhile.
    /// </summary>
    public Task WhenSlotIsCopiedAsync() => Eventually.IsTrueAsync(
        async () =>
        {
            await ExecuteAsync(Primary, "SELECT pg_log_standby_snapshot()");
            await _database.ExecuteAsync("SELECT pg_logical_emit_message(true, 'nobody''s', repeat('x', 1100000))");
            return await ScalarAsync<long>(Standby, $"SELECT count(*) FROM pg_replication_slots WHERE slot_name = '{_database.Slot}' AND synced AND NOT temporary AND invalidation_reason IS NULL") == 1;
        },
        () => $"the standby has the slot; its log is:\n{Standby.ReadLog()}");

    /// <summary>Waits until the standby has all that is committed on the primary.</summary>
    public async Task WhenCaughtUpAsync()
    {
        var written = await ScalarAsync<string>(Primary, "SELECT pg_current_wal_flush_lsn()::text");
        await Eventually.IsTrueAsync(() => ScalarAsync<bool>(Standby, $"SELECT pg_last_wal_replay_lsn() >= '{written}'"), $"the standby has all up to {written}");
    }

    /// <summary>Takes the standby off the primary: what is committed from here on it does not get.</summary>
    public async Task CutStandbyOffAsync()
    {
        await ExecuteAsync(Standby, "ALTER SYSTEM SET primary_conninfo = ''");
        await ExecuteAsync(Standby, "SELECT pg_reload_conf()");
        await Eventually.IsTrueAsync(async () => await ScalarAsync<long>(Standby, "SELECT count(*) FROM pg_stat_wal_receiver") == 0, "the standby receives nothing");
    }

    /// <summary>The primary is gone at once, as by a crash, and the standby is promoted.</summary>
    public async Task FailOverAsync()
    {
        await Primary.StopAsync(PostgresStopMode.Immediate, Token);
        await ExecuteAsync(Standby, "SELECT pg_promote()");
        _database.ForgetConnections();
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        await Standby.DisposeAsync();
        await Primary.DisposeAsync();
    }

    private static Dictionary<string, string> Settings(bool keepsSlots)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["primary_slot_name"] = StandbySlot, ["hot_standby_feedback"] = "on" };
        if (keepsSlots)
        {
            settings["sync_replication_slots"] = "on";
        }

        return settings;
    }

    private static async Task ExecuteAsync(ThrowAwayPostgres server, string sql) => await ScalarAsync<object?>(server, sql);

    private static async Task<T> ScalarAsync<T>(ThrowAwayPostgres server, string sql)
    {
        await using var data = Npgsql.NpgsqlDataSource.Create(server.ConnectionString + ";Pooling=false");
        await using var command = data.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync(Token))!;
    }
}
