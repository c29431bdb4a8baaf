using Npgsql;
using PostgresWorker.Sharding;
using PostgresWorker.Sources;
using PostgresWorker.Wal;

namespace PostgresWorker.Store;

/// <summary>The store of one source, in its own database or where <see cref="SourceOptions.StoreConnectionString"/> says.</summary>
internal sealed class WorkerStore(string source, SourceOptions options) : IWorkerStore, IAsyncDisposable
{
    /// <inheritdoc />
    public string Source => source;

    /// <inheritdoc />
    public string Consumer { get; } = SlotName.For(source, options);

    /// <summary>Under which names it is kept what the shards of the source read; its own, where it is not divided.</summary>
    public string[] Consumers { get; } = Shard.Slots(SlotName.For(source, options), options.Shards);

    /// <inheritdoc />
    public NpgsqlDataSource Database { get; } = SourceDatabase.Create(WalConnectionString.ForStore(source, options.StoreConnectionString ?? options.ConnectionString!), options);

    /// <inheritdoc />
    public bool IsElsewhere => options.StoreConnectionString is not null;

    /// <inheritdoc />
    public ValueTask DisposeAsync() => Database.DisposeAsync();
}
