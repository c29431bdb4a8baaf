using Microsoft.Extensions.Logging;
using Npgsql;
using PostgresWorker.Generated;
using PostgresWorker.Store;

namespace PostgresWorker.Outbox.Provisioning;

internal sealed class OutboxProvisioner(string source, SourceOptions options, IReadOnlyList<ListenerRoute> routes, NpgsqlDataSource database, StoreSchema store, ILogger logger)
{
    public Task PrepareAsync(Provision provision, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task WatchAsync(Provision provision, CancellationToken cancellationToken) => Task.CompletedTask;
}
