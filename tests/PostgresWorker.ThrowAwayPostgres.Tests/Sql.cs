using Npgsql;

namespace PostgresWorker.ThrowAway.Tests;

/// <summary>One command on a connection of its own, so that no pooled connection outlives a server that is stopped.</summary>
internal static class Sql
{
    public static async Task<object?> AskAsync(string connectionString, string command)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var query = new NpgsqlCommand(command, connection);
        return await query.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }
}
