using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Npgsql;
using PostgresWorker.Control;
using PostgresWorker.Generated;
using PostgresWorker.Store;

namespace PostgresWorker.Snapshots;

/// <summary>Asks and tells the database; the instance that reads the source does the rest.</summary>
internal sealed class SnapshotService(WorkerControl control, ListenerRegistry listeners, IOptionsMonitor<SourceOptions> options) : ISnapshots, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, WorkerStore> _stores = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public async Task<long> RequestAsync(string source, TableName table, CancellationToken cancellationToken = default)
    {
        control.Of(source);
        if (options.Get(source).Checkpoint == Checkpoint.SlotOnly)
        {
            throw new InvalidOperationException($"Source '{source}' takes no snapshots: that needs Checkpoint = Table.");
        }

        if (!listeners.Routes.Any(route => route.Source == source && route.Table == table && (route.Kinds & ChangeKinds.Existing) != 0))
        {
            throw new ArgumentException($"No listener of source '{source}' takes existing rows of {table}: Change<T>, Existing<T> or EventPayload.", nameof(table));
        }

        // Where one ends at this very moment, neither is it made nor found.
        object? id = null;
        while (id is null)
        {
            var command = Command(source, SnapshotSql.Request, Store(source).Consumers, source, table.Schema, table.Name);
            await using var _ = command.ConfigureAwait(false);
            id = await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
        }

        foreach (var reader in control.Of(source).Readers)
        {
            reader.Snapshots.Ask();
        }

        return (long)id;
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<SnapshotStatus>> ListAsync(string source, int count = 100, CancellationToken cancellationToken = default)
    {
        control.Of(source);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        var command = Command(source, SnapshotSql.List, Store(source).Consumers, count);
        await using var _ = command.ConfigureAwait(false);
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        List<SnapshotStatus> found = [];
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            found.Add(new SnapshotStatus(
                reader.GetInt64(0),
                source,
                new TableName(reader.GetString(1), reader.GetString(2)),
                Enum.Parse<SnapshotState>(reader.GetString(3), ignoreCase: true),
                reader.GetInt64(4),
                reader.IsDBNull(5) ? null : reader.GetInt64(5),
                reader.GetFieldValue<DateTimeOffset>(6),
                reader.IsDBNull(7) ? null : reader.GetFieldValue<DateTimeOffset>(7),
                reader.IsDBNull(8) ? null : reader.GetString(8)));
        }

        return found;
    }

    /// <inheritdoc />
    public async Task<bool> CancelAsync(string source, long id, CancellationToken cancellationToken = default)
    {
        control.Of(source);
        var command = Command(source, SnapshotSql.Cancel, Store(source).Consumers, id);
        await using var _ = command.ConfigureAwait(false);
        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) > 0;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var store in _stores.Values)
        {
            await store.DisposeAsync().ConfigureAwait(false);
        }
    }

    private WorkerStore Store(string source) => _stores.GetOrAdd(source, static (name, options) => new WorkerStore(name, options.Get(name)), options);

    private NpgsqlCommand Command(string source, string sql, params object[] values)
    {
        var command = Store(source).Database.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(value is string[] texts ? new NpgsqlParameter<string[]> { TypedValue = texts } : new NpgsqlParameter { Value = value });
        }

        return command;
    }
}
