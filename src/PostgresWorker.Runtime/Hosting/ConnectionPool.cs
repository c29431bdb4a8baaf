using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using PostgresWorker.Delivery.Locking;
using PostgresWorker.Observability;
using PostgresWorker.Sources;

namespace PostgresWorker.Hosting;

/// <summary>Whether every listener that may run at once gets the connection that it needs: with a transaction one, with an advisory lock one of another pool of the same size.</summary>
internal static class ConnectionPool
{
    public static void Inspect(SourceDefinition definition, string connectionString, IServiceProvider services, ILogger logger)
    {
        var pool = new NpgsqlConnectionStringBuilder(connectionString);
        var needsOne = definition.Routes.Any(route => route.NeedsTransaction) || services.GetService<IChangeLocker>() is AdvisoryLocker;
        if (needsOne && pool.Pooling && pool.MaxPoolSize < definition.Options.MaxConcurrency)
        {
            Log.PoolTooSmall(logger, definition.Name, definition.Options.MaxConcurrency, pool.MaxPoolSize);
        }
    }
}
