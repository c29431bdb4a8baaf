using System.Diagnostics;

namespace PostgresWorker.ThrowAway.Tests;

public sealed class ServerTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Starts_quickly_and_answers_with_logical_replication_switched_on()
    {
        var watch = Stopwatch.StartNew();
        await using var server = await ThrowAwayPostgres.StartAsync(ct: Ct);
        TestContext.Current.TestOutputHelper!.WriteLine($"Postgres {server.Version} started in {watch.Elapsed.TotalSeconds:F2} s");

        Assert.Equal("logical", await Sql.AskAsync(server.ConnectionString, "SHOW wal_level"));
        Assert.Equal("UTF8", await Sql.AskAsync(server.ConnectionString, "SHOW server_encoding"));
        Assert.Equal($"{server.Version}", $"{await Sql.AskAsync(server.ConnectionString, "SELECT split_part(current_setting('server_version'), ' ', 1)")}");
        Assert.Contains("ready to accept connections", server.ReadLog(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Listens_on_the_loopback_address_only()
    {
        await using var server = await ThrowAwayPostgres.StartAsync(ct: Ct);

        Assert.Equal("127.0.0.1", await Sql.AskAsync(server.ConnectionString, "SHOW listen_addresses"));
        Assert.StartsWith($"Host=127.0.0.1;Port={server.Port};Username=postgres;Database=other", server.ConnectionStringFor("other"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_at_once_are_two_servers()
    {
        var servers = await Task.WhenAll(ThrowAwayPostgres.StartAsync(ct: Ct), ThrowAwayPostgres.StartAsync(ct: Ct));
        await using var first = servers[0];
        await using var second = servers[1];

        const string Identifier = "SELECT system_identifier::text FROM pg_control_system()";
        Assert.NotEqual(first.Port, second.Port);
        Assert.NotEqual(await Sql.AskAsync(first.ConnectionString, Identifier), await Sql.AskAsync(second.ConnectionString, Identifier));
    }

    [Theory]
    [InlineData(PostgresStopMode.Fast)]
    [InlineData(PostgresStopMode.Immediate)]
    [InlineData(PostgresStopMode.Smart)]
    public async Task Stopped_and_started_again_it_has_its_data_and_its_port(PostgresStopMode mode)
    {
        await using var server = await ThrowAwayPostgres.StartAsync(ct: Ct);
        var port = server.Port;
        await Sql.AskAsync(server.ConnectionString, "CREATE TABLE kept AS SELECT 42 AS answer");

        await server.StopAsync(mode, Ct);
        await Assert.ThrowsAsync<Npgsql.NpgsqlException>(() => Sql.AskAsync(server.ConnectionString, "SELECT 1"));
        await server.StartAgainAsync(Ct);

        Assert.Equal(port, server.Port);
        Assert.Equal(42, await Sql.AskAsync(server.ConnectionString, "SELECT answer FROM kept"));
        Assert.Equal(mode == PostgresStopMode.Immediate, server.ReadLog().Contains("automatic recovery in progress", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Settings_override_its_own()
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["wal_level"] = "replica",
            ["fsync"] = "on",
            ["cluster_name"] = @"it's a 'test' with a \",
        };
        await using var server = await ThrowAwayPostgres.StartAsync(new ThrowAwayPostgresOptions { Settings = settings }, Ct);

        Assert.Equal("replica", await Sql.AskAsync(server.ConnectionString, "SHOW wal_level"));
        Assert.Equal("on", await Sql.AskAsync(server.ConnectionString, "SHOW fsync"));
        Assert.Equal(settings["cluster_name"], await Sql.AskAsync(server.ConnectionString, "SHOW cluster_name"));
        Assert.Equal("20", await Sql.AskAsync(server.ConnectionString, "SHOW max_replication_slots"));
    }
}
