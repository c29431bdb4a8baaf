using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Npgsql;
using PostgresWorker.Wal;

namespace PostgresWorker.Delivery.Locking;

/// <summary>
/// Locks keys by Postgres' <see href="https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS">advisory locks</see> in the source's database, each attempt in a transaction of its own on a
/// connection of its own. Locks of transactions and not of sessions: those work through poolers as well, and none is left behind.
/// </summary>
internal sealed class AdvisoryLocker(IOptionsMonitor<SourceOptions> options) : IChangeLocker, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<NpgsqlDataSource>> _databases = new(StringComparer.Ordinal);

    public async ValueTask<IChangeLock> AcquireAsync(string source, IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        var connection = await Database(source).OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await AdvisoryLock.AcquireAsync(connection, keys, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var database in _databases.Values)
        {
            await database.Value.DisposeAsync().ConfigureAwait(false);
        }
    }

    private NpgsqlDataSource Database(string source) => _databases.GetOrAdd(
        source,
        static (source, options) => new Lazy<NpgsqlDataSource>(() => NpgsqlDataSource.Create(WalConnectionString.ForListeners(source, options.Get(source).ConnectionString!))),
        options).Value;
}
