using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;
using PostgresWorker.ThrowAway;

namespace PostgresWorker.Integration.Security;

/// <summary>Passwords that change while the worker runs, and connections that the application has already.</summary>
public sealed class PasswordTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_password_that_changes_is_asked_for_anew_by_every_connection(Capture capture)
    {
        await using var own = await StartAsync();
        await using var database = await TestDatabase.CreateAsync(own, capture: capture);
        await ChangeAsync(database, "first");
        var (current, asked) = ("first", new ConcurrentQueue<string>());
        await using var worker = await RunningWorker.StartAsync(database, options =>
        {
            options.ConnectionString = Rotating(database);
            options.PasswordProvider = (connection, _) =>
            {
                asked.Enqueue($"{connection.Username}@{connection.Database}");
                return new ValueTask<string>(Volatile.Read(ref current));
            };
            options.MinReconnectInterval = TimeSpan.FromMilliseconds(50);
        });
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (1)");
        await worker.HasHandledAsync(1);

        // The provider is late: for a moment the server knows the next one already.
        await ChangeAsync(database, "second");
        await CutAsync(database);
        await Eventually.IsTrueAsync(() => worker.Log.ToString().Contains("28P01", StringComparison.Ordinal), () => $"the old password was refused; the log is:\n{worker.Log}");
        Volatile.Write(ref current, "second");
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (2)");
        await worker.HasHandledAsync(2);
        await worker.Control.WhenHandledAsync("shop", await database.CurrentLsnAsync(), Token).WaitAsync(TimeSpan.FromSeconds(30), Token);
        Assert.All(asked, one => Assert.Equal($"rotating@{database.Name}", one));
        Assert.False(worker.Log.Contains(PostgresWorkerEventIds.SourceHalted), worker.Log.ToString());
        await worker.StopAsync();
        Assert.DoesNotContain("second", worker.Log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_provider_that_fails_is_asked_again()
    {
        await using var own = await StartAsync();
        await using var database = await TestDatabase.CreateAsync(own);
        await ChangeAsync(database, "first");
        var calls = 0;
        await using var worker = await RunningWorker.StartAsync(database, options =>
        {
            options.ConnectionString = Rotating(database);
            options.PasswordProvider = (_, _) => Interlocked.Increment(ref calls) < 3 ? throw new HttpRequestException("The token service is away.") : new ValueTask<string>("first");
            options.MinReconnectInterval = TimeSpan.FromMilliseconds(50);
        });
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (1)");
        await worker.HasHandledAsync(1);
        Assert.True(worker.Log.Contains(PostgresWorkerEventIds.ConnectionFailed), worker.Log.ToString());
    }

    [Fact]
    public async Task Without_a_provider_a_password_that_is_refused_halts_the_source()
    {
        await using var own = await StartAsync();
        await using var database = await TestDatabase.CreateAsync(own);
        await ChangeAsync(database, "first");
        await using var worker = await RunningWorker.BeginAsync<Shop>(database, options => options.ConnectionString = $"{Rotating(database)};Password=other");
        await Eventually.IsTrueAsync(() => worker.Log.Contains(PostgresWorkerEventIds.SourceHalted), () => $"it halts; the log is:\n{worker.Log}");
    }

    [Fact]
    public async Task Transactions_of_listeners_are_those_of_the_data_source_that_the_application_has()
    {
        await using var own = await StartAsync();
        await using var database = await TestDatabase.CreateAsync(own, TransactionListeners.Tables);
        await ChangeAsync(database, "first");
        var current = "first";
        var builder = new NpgsqlDataSourceBuilder($"{Rotating(database)};Application Name=The application's own");
        builder.UsePeriodicPasswordProvider((_, _) => new ValueTask<string>(Volatile.Read(ref current)), TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(20));
        await using var registered = builder.Build();
        string? application = null;
        var inbox = new Inbox
        {
            Handler = async (_, ct) => application = await database.ScalarAsync<string>("SELECT string_agg(DISTINCT application_name, ',') FROM pg_stat_activity WHERE state = 'idle in transaction'"),
        };

        await using var worker = await RunningWorker.BeginAsync<Bills>(
            database,
            options => (options.ConnectionString, options.PasswordProvider, options.MinReconnectInterval) = (Rotating(database), (_, _) => new ValueTask<string>(Volatile.Read(ref current)), TimeSpan.FromMilliseconds(50)),
            inbox,
            more => more.Services.AddKeyedSingleton(Bills.Name, registered));
        await worker.IsStreamingAsync();
        await database.ExecuteAsync("INSERT INTO items (id, name) VALUES (1, 'a')");
        await worker.HasHandledAsync(1);
        Assert.Equal("The application's own", application);

        Volatile.Write(ref current, "second");
        await ChangeAsync(database, "second");
        await CutAsync(database);
        await database.ExecuteAsync("INSERT INTO items (id, name) VALUES (2, 'b')");
        await worker.HasHandledAsync(2);
        await worker.StopAsync();

        // It is not the worker's to dispose of.
        await using var command = registered.CreateCommand("SELECT count(*) FROM effects");
        Assert.Equal(2L, await command.ExecuteScalarAsync(Token));
    }

    /// <summary>A server that asks the role of these tests for its password, and nobody else.</summary>
    private static async Task<ThrowAwayPostgres> StartAsync()
    {
        var server = await ThrowAwayPostgres.StartAsync(ct: Token);
        try
        {
            await using var data = NpgsqlDataSource.Create(server.ConnectionString);
            await using var command = data.CreateCommand(
                $"""
                CREATE ROLE rotating SUPERUSER LOGIN;
                COPY (VALUES ('host all rotating all scram-sha-256'), ('host all all 127.0.0.1/32 trust'), ('local all all trust')) TO '{server.DataDirectory}/pg_hba.conf';
                SELECT pg_reload_conf()
                """);
            await command.ExecuteNonQueryAsync(Token);
            await Eventually.IsTrueAsync(
                async () =>
                {
                    await using var rotating = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(server.ConnectionString) { Username = "rotating", Password = "none", Pooling = false }.ConnectionString);
                    return await Record.ExceptionAsync(async () => await rotating.OpenConnectionAsync(Token)) is PostgresException { SqlState: "28P01" };
                },
                "the server asks for the password");
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    private static string Rotating(TestDatabase database) => new NpgsqlConnectionStringBuilder(database.ConnectionString) { Username = "rotating", Password = null }.ConnectionString;

    private static Task<int> ChangeAsync(TestDatabase database, string password) => database.ExecuteAsync($"ALTER ROLE rotating PASSWORD '{password}'");

    private static Task<int> CutAsync(TestDatabase database) => database.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'rotating'");
}
