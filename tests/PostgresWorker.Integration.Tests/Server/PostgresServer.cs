using PostgresWorker.Integration.Server;
using PostgresWorker.ThrowAway;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace PostgresWorker.Integration.Server;

/// <summary>The server that all tests share; each takes a database of its own.</summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private ThrowAwayPostgres? _server;

    public string ConnectionString => Server.ConnectionString;

    public ThrowAwayPostgres Server => _server ?? throw new InvalidOperationException("The server has not been started.");

    public async ValueTask InitializeAsync() => _server = await ThrowAwayPostgres.StartAsync(ct: TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }
}
