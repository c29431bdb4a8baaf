using Npgsql;
using PostgresWorker.Integration.Server;

namespace PostgresWorker.Integration.Worker;

/// <summary>A transaction that a test keeps open, on a connection of its own.</summary>
internal sealed class OpenTransaction : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;

    private OpenTransaction(NpgsqlConnection connection) => _connection = connection;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Begins one and runs a statement in it.</summary>
    public static async Task<OpenTransaction> BeginAsync(TestDatabase database, string sql, string begin = "BEGIN")
    {
        var open = new OpenTransaction(await database.ConnectAsync());
        await open.ExecuteAsync(begin);
        await open.ExecuteAsync(sql);
        return open;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        await command.ExecuteNonQueryAsync(Token);
    }

    public Task CommitAsync() => ExecuteAsync("COMMIT");

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
