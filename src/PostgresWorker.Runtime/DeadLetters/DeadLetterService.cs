using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;
using PostgresWorker.DeadLetters.Parking;
using PostgresWorker.Store;

namespace PostgresWorker.DeadLetters;

/// <summary>Asks and tells the database; the instance that reads the source does the rest.</summary>
internal sealed class DeadLetterService(IEnumerable<string> sources, IOptionsMonitor<SourceOptions> options, LetterSignals signals) : IDeadLetters, IAsyncDisposable
{
    private const int MaxCount = 1000;

    private readonly string[] _sources = [.. sources];
    private readonly ConcurrentDictionary<string, WorkerStore> _stores = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public async Task<IReadOnlyList<DeadLetter>> ListAsync(string source, DeadLetterFilter? filter = null, long after = 0, int count = 100, CancellationToken cancellationToken = default)
    {
        var command = Command(Store(source), ServiceSql.List, null, filter);
        await using var _ = command.ConfigureAwait(false);
        Add(command, NpgsqlDbType.Bigint, after);
        Add(command, NpgsqlDbType.Integer, Checked(count));
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        List<DeadLetter> found = [];
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            found.Add(Letter(reader));
        }

        return found;
    }

    /// <inheritdoc />
    public async Task<DeadLetterDetails?> GetAsync(string source, long id, CancellationToken cancellationToken = default)
    {
        var found = await DetailsAsync(Store(source), id, cancellationToken).ConfigureAwait(false);
        return found is null ? null : found with { Actions = await ListActionsAsync(source, id, 0, MaxCount, cancellationToken).ConfigureAwait(false) };
    }

    /// <inheritdoc />
    public async Task<int> ReplayAsync(string source, IReadOnlyCollection<long> ids, string actor, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ids);
        await ParkedKeyService.RefuseReplayAsync(Store(source), ids, cancellationToken).ConfigureAwait(false);
        return await ActAsync(source, ServiceSql.Replay, ids, null, actor, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public Task<int> ReplayAsync(string source, DeadLetterFilter filter, string actor, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return ActAsync(source, ServiceSql.Replay, null, filter, actor, cancellationToken);
    }

    /// <inheritdoc />
    public Task<int> DiscardAsync(string source, IReadOnlyCollection<long> ids, string actor, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return ActAsync(source, ServiceSql.Discard, ids, null, actor, cancellationToken);
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<ParkedKey>> ListParkedKeysAsync(string source, string? listener = null, long after = 0, int count = 100, CancellationToken cancellationToken = default) =>
        ParkedKeyService.ListAsync(Store(source), listener, after, Checked(count), cancellationToken);

    /// <inheritdoc />
    public async Task<int> ReleaseAsync(string source, string listener, string? key, string actor, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(listener);
        ArgumentException.ThrowIfNullOrWhiteSpace(actor);
        var count = await ParkedKeyService.ReleaseAsync(Store(source), listener, key, actor, cancellationToken).ConfigureAwait(false);
        signals.Wake(source);
        return count;
    }

    /// <inheritdoc />
    public Task<int> DiscardParkedAsync(string source, string listener, string key, string actor, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(listener);
        ArgumentNullException.ThrowIfNull(key);
        return ActAsync(source, ServiceSql.Discard, null, new DeadLetterFilter { Listener = listener, ParkedKey = key }, actor, cancellationToken);
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<DeadLetterAction>> ListActionsAsync(string source, long after = 0, int count = 100, CancellationToken cancellationToken = default) =>
        ListActionsAsync(source, null, after, Checked(count), cancellationToken);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var store in _stores.Values)
        {
            await store.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static int Checked(int count) =>
        count is >= 1 and <= MaxCount ? count : throw new ArgumentOutOfRangeException(nameof(count), count, $"A page has 1 to {MaxCount} entries.");

    private WorkerStore Store(string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return _sources.Contains(source, StringComparer.Ordinal)
            ? _stores.GetOrAdd(source, name => new WorkerStore(name, options.Get(name)))
            : throw new ArgumentException($"Source '{source}' was not added; there {(_sources.Length == 0 ? "is none" : $"are: {string.Join(", ", _sources)}")}.", nameof(source));
    }

    private async Task<int> ActAsync(string source, string sql, IReadOnlyCollection<long>? ids, DeadLetterFilter? filter, string actor, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(actor);
        var command = Command(Store(source), sql, ids, filter);
        await using var _ = command.ConfigureAwait(false);
        Add(command, NpgsqlDbType.Text, StorableText.Of(actor));
        var count = await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        signals.Wake(source);
        return count;
    }

    private static async Task<DeadLetterDetails?> DetailsAsync(WorkerStore store, long id, CancellationToken cancellationToken)
    {
        var command = Command(store, ServiceSql.Get, [id], null);
        await using var _ = command.ConfigureAwait(false);
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        return await reader.ReadAsync(cancellationToken).ConfigureAwait(false)
            ? new DeadLetterDetails(Letter(reader), reader.GetString(16), reader.IsDBNull(17) ? null : reader.GetString(17), reader.IsDBNull(18) ? null : reader.GetString(18), [])
            : null;
    }

    private async Task<IReadOnlyList<DeadLetterAction>> ListActionsAsync(string source, long? letter, long after, int count, CancellationToken cancellationToken)
    {
        var store = Store(source);
        var command = store.Database.CreateCommand(ServiceSql.Actions);
        await using var _ = command.ConfigureAwait(false);
        Add(command, NpgsqlDbType.Array | NpgsqlDbType.Text, store.Consumers);
        Add(command, NpgsqlDbType.Bigint, letter);
        Add(command, NpgsqlDbType.Bigint, after);
        Add(command, NpgsqlDbType.Integer, count);
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        List<DeadLetterAction> found = [];
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            found.Add(new DeadLetterAction(
                reader.GetInt64(0),
                reader.GetInt64(1),
                reader.GetString(2),
                reader.GetString(3),
                reader.GetString(4),
                reader.GetString(5),
                reader.GetFieldValue<DateTimeOffset>(6),
                reader.IsDBNull(7) ? null : reader.GetString(7),
                reader.IsDBNull(8) ? null : reader.GetFieldValue<DateTimeOffset>(8))
            { ParkedKey = reader.IsDBNull(9) ? null : reader.GetString(9) });
        }

        return found;
    }

    private static DeadLetter Letter(NpgsqlDataReader reader) =>
        new(
            reader.GetInt64(0),
            reader.GetString(1),
            reader.GetString(2),
            reader.GetString(3),
            new TableName(reader.GetString(4), reader.GetString(5)),
            reader.GetString(6),
            reader.GetString(7) switch { "requested" => DeadLetterState.Requested, "parked" => DeadLetterState.Parked, _ => DeadLetterState.Stored },
            reader.GetFieldValue<DateTimeOffset>(8),
            reader.GetInt32(9),
            reader.GetFieldValue<DateTimeOffset>(10),
            reader.GetFieldValue<DateTimeOffset>(11),
            reader.GetString(12),
            reader.GetString(13))
        {
            ParkedKey = reader.IsDBNull(14) ? null : reader.GetString(14),
            ParkedOldKey = reader.IsDBNull(15) ? null : reader.GetString(15),
        };

    private static NpgsqlCommand Command(WorkerStore store, string sql, IReadOnlyCollection<long>? ids, DeadLetterFilter? filter)
    {
        var command = store.Database.CreateCommand(sql);
        Add(command, NpgsqlDbType.Array | NpgsqlDbType.Text, store.Consumers);
        Add(command, NpgsqlDbType.Array | NpgsqlDbType.Bigint, ids?.ToArray());
        Add(command, NpgsqlDbType.Text, filter?.Listener);
        Add(command, NpgsqlDbType.Text, filter?.Table?.Schema);
        Add(command, NpgsqlDbType.Text, filter?.Table?.Name);
        Add(command, NpgsqlDbType.Text, filter?.State switch { null => null, DeadLetterState.Requested => "requested", DeadLetterState.Parked => "parked", _ => "stored" });
        Add(command, NpgsqlDbType.TimestampTz, filter?.From?.ToUniversalTime());
        Add(command, NpgsqlDbType.TimestampTz, filter?.Until?.ToUniversalTime());
        Add(command, NpgsqlDbType.Text, filter?.ExceptionType);
        Add(command, NpgsqlDbType.Text, filter?.ParkedKey);
        return command;
    }

    private static void Add(NpgsqlCommand command, NpgsqlDbType type, object? value) => command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = type, Value = value ?? DBNull.Value });
}
