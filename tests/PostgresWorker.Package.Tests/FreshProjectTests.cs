using Npgsql;
using PostgresWorker.ThrowAway;

namespace PostgresWorker.Package.Tests;

/// <summary>A project that knows nothing of this repository, with one reference: the package PostgresWorker.</summary>
public sealed class FreshProjectTests(PackedPackages packages)
{
    [Fact]
    public async Task It_builds_without_a_warning_and_a_typed_change_arrives()
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromMinutes(3));
        var ct = deadline.Token;

        await using var server = await ThrowAwayPostgres.StartAsync(ct: ct);
        await using var database = NpgsqlDataSource.Create(server.ConnectionString);
        await RunAsync(database, "CREATE TABLE parcels (id bigint PRIMARY KEY, weight numeric NOT NULL, note text)", ct);

        using var project = await FreshProject.BuildAsync(packages);
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ConnectionStrings__shop"] = server.ConnectionString,
            ["DOTNET_ENVIRONMENT"] = "Development",
        };
        await using var program = ThrowAwayProgram.StartDotnet(project.Assembly, environment);
        await program.UntilAsync(token => IsListenedToAsync(database, token), ct);

        await RunAsync(database, "INSERT INTO parcels VALUES (9007199254740993, 12345678901234567890.123456789, NULL), (2, 0.50, 'fragile')", ct);

        await program.LineAsync(line => line is "parcel 9007199254740993 weighs 12345678901234567890.123456789, note: none", ct);
        await program.LineAsync(line => line is "parcel 2 weighs 0.50, note: fragile", ct);
        Assert.Equal(0, await program.StopAsync(ct));
    }

    private static async Task<bool> IsListenedToAsync(NpgsqlDataSource database, CancellationToken ct)
    {
        await using var command = database.CreateCommand("SELECT count(*) FROM pg_replication_slots WHERE active AND confirmed_flush_lsn IS NOT NULL");
        return await command.ExecuteScalarAsync(ct) is > 0L;
    }

    private static async Task RunAsync(NpgsqlDataSource database, string sql, CancellationToken ct)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(ct);
    }
}
