using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Npgsql;
using PostgresWorker.Sources;

namespace PostgresWorker.Delivery.Locking;

/// <summary>
/// Locks keys by Postgres' <see href="https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS">advisory locks</see> in the source's database, each attempt in a transaction of its own on a
/// connection of its own. Locks of transactions and not of sessions: those work through poolers as well, and none is left behind.
/// </summary>
internal sealed class AdvisoryLocker(IOptionsMonitor<SourceOptions> options, IServiceProvider services) : IChangeLocker, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<ListenerDatabase>> _databases = new(StringComparer.Ordinal);

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
        static (source, locker) => new Lazy<ListenerDatabase>(() => SourceDatabase.ForListeners(source, locker.options.Get(source), locker.services)),
        (options, services)).Value.Database;
}
