using Microsoft.Extensions.Logging;
using Npgsql;
using PostgresWorker.Control;
using PostgresWorker.Generated;
using PostgresWorker.Hosting;
using PostgresWorker.Sources;
using PostgresWorker.Store;
using PostgresWorker.Wal;

namespace PostgresWorker.Sharding;

/// <summary>What all that looks after a source's shards works with.</summary>
internal sealed class ShardContext : IAsyncDisposable
{
    public ShardContext(SourceDefinition whole, SourceRuns runs, SourceControl control)
    {
        (Whole, Runs, Control) = (whole, runs, control);
        Store = new WorkerStore(whole.Name, whole.Options);
        Database = SourceDatabase.Create(WalConnectionString.For(whole.Name, whole.Options.ConnectionString!), whole.Options);
        Table = new ShardTable(Store.Database, Store.Consumer);
    }

    /// <summary>The source as it is configured.</summary>
    public SourceDefinition Whole { get; }

    public SourceRuns Runs { get; }

    public SourceControl Control { get; }

    /// <summary>The store, for the source as a whole: its consumer is the slot's name without that of a shard.</summary>
    public WorkerStore Store { get; }

    /// <summary>The source's database, beside the streams.</summary>
    public NpgsqlDataSource Database { get; }

    public ShardTable Table { get; }

    public AskedPosition Asked { get; } = new();

    public string Source => Whole.Name;

    public string Consumer => Store.Consumer;

    /// <summary>The number that is configured.</summary>
    public int Count => Whole.Options.Shards;

    public TimeProvider Time => Runs.Time;

    public ILogger Logger => Runs.Logger;

    public ShardedProvisioner Provisioner(int count) => new(Source, Whole.Options, Whole.Routes, count, Database, Store, Time, Logger);

    /// <summary>A shard as a source of its own.</summary>
    public SourceDefinition Of(Shard shard) => new(Source, Whole.Options.Of(shard, Source), RoutesOf(Whole.Routes, shard), Whole.Random, Whole.Filters);

    /// <summary>Messages belong to no key, and come to the first shard.</summary>
    public static IReadOnlyList<ListenerRoute> RoutesOf(IReadOnlyList<ListenerRoute> routes, Shard shard) =>
        shard.IsFirst ? routes : [.. routes.Where(route => route is not MessageRoute)];

    /// <summary>Runs a shard until <paramref name="stopping"/> is cancelled, as a part of the source's state.</summary>
    public async Task RunAsync(Shard shard, SourceControl control, CancellationToken stopping, HandOver? handOver = null)
    {
        // Nothing of it before the caller goes on.
        await Task.Yield();
        try
        {
            await Runs.RunAsync(Of(shard), control, stopping, Asked, handOver).ConfigureAwait(false);
        }
        finally
        {
            Control.End(control);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync().ConfigureAwait(false);
        await Database.DisposeAsync().ConfigureAwait(false);
    }
}
