using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Npgsql.Replication;
using PostgresWorker.Integration.Server;
using PostgresWorker.Rows;
using PostgresWorker.Sources;
using PostgresWorker.Store;
using PostgresWorker.Wal;

namespace PostgresWorker.Integration.Types.Matrix;

/// <summary>Reads a slot as the worker does, and confirms nothing: it can be read again in another form.</summary>
internal sealed class WalReading : IAsyncDisposable
{
    private readonly NpgsqlDataSource _catalog;
    private readonly WalSource _source;
    private readonly bool _binary;

    private WalReading(NpgsqlDataSource catalog, WalSource source, bool binary) => (_catalog, _source, _binary) = (catalog, source, binary);

    /// <summary>Makes the slot and a publication of all tables, for what is written from now on.</summary>
    public static async Task PrepareAsync(TestDatabase database)
    {
        await database.ExecuteAsync($"CREATE PUBLICATION {database.Publication} FOR ALL TABLES");
        await database.ExecuteAsync($"SELECT pg_create_logical_replication_slot('{database.Slot}', 'pgoutput')");
    }

    public static async Task<WalReading> StartAsync(TestDatabase database, bool binary)
    {
        var ct = TestContext.Current.CancellationToken;
        await Eventually.IsTrueAsync(
            () => database.ScalarAsync<bool>($"SELECT NOT active FROM pg_replication_slots WHERE slot_name = '{database.Slot}'"),
            "the slot is free");
        var connection = new LogicalReplicationConnection(WalConnectionString.ForReplication(Cells.Name, database.ConnectionString, null));
        await connection.Open(ct);
        var text = new TextMode([]);
        if (!binary)
        {
            _ = text.TurnOn("a test reads it");
        }

        var stream = new ReplicationStream(connection, new StreamOptions(database.Slot, database.Publication, new MessageUse(false, false, false)), text);
        await stream.StartAsync(ct);
        var catalog = NpgsqlDataSource.Create(WalConnectionString.For(Cells.Name, database.ConnectionString));
        var layouts = new LayoutFactory(new TypeCatalog(catalog), new TableCatalog(catalog));
        var slot = new SlotPosition(catalog, database.Slot);
        return new WalReading(catalog, new WalSource(Cells.Name, "1", new SlotCheckpoint(Lsn.None), stream, layouts, text, slot, new MessageUse(false, false, false), new SkippedTransactions(Cells.Name, isOn: false, telemetry: null, NullLogger.Instance), NullLogger.Instance), binary);
    }

    /// <summary>The next rows that were written.</summary>
    /// <param name="count">How many.</param>
    /// <param name="text">The text of each row's value, by the row's place.</param>
    public async Task<IReadOnlyList<WalRow>> ReadAsync(int count, Func<int, string?>? text = null)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(60));
        List<WalRow> rows = [];
        while (rows.Count < count)
        {
            await _source.MoveNextAsync(deadline.Token);
            _source.GetCurrent(out var change);
            if (change.Kind == RawChangeKind.Row)
            {
                rows.Add(new WalRow(change, _binary) { Text = text?.Invoke(rows.Count) });
            }
        }

        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _catalog.DisposeAsync();
    }
}
