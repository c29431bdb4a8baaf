using System.Text.Json;
using System.Text.RegularExpressions;
using Npgsql;
using PostgresWorker.ThrowAway;

namespace PostgresWorker.Package.Tests;

/// <summary>Projects that know nothing of this repository: an application with the package PostgresWorker, and libraries with PostgresWorker.Abstractions.</summary>
public sealed partial class FreshProjectTests(PackedPackages packages)
{
    private const string Schema =
        """
        CREATE TYPE address AS (street text, city text);
        CREATE TYPE shelf AS ("row" int, board smallint);
        CREATE TABLE parcels (id bigint PRIMARY KEY, weight numeric NOT NULL, note text);
        CREATE TABLE orders (id bigint PRIMARY KEY, tags text[] NOT NULL, amounts int[] NOT NULL, address address NOT NULL, settings jsonb NOT NULL);
        CREATE TABLE stocks (id uuid PRIMARY KEY, shelf shelf NOT NULL, scanner inet, notes text NOT NULL);
        CREATE TABLE bills (id bigint PRIMARY KEY, lines int4range NOT NULL, stamp point);
        CREATE TABLE booked (bill bigint, first int, stamp point)
        """;

    private const string Changes =
        """
        INSERT INTO parcels VALUES (9007199254740993, 12345678901234567890.123456789, NULL), (2, 0.50, 'fragile');
        INSERT INTO orders VALUES (1, '{a,b}', '{2,NULL,3}', ('Main Street', NULL), '{"Size": 4}');
        INSERT INTO stocks VALUES (gen_random_uuid(), (7, 2), '10.0.0.1', 'new');
        INSERT INTO bills VALUES (5, '[3,9)', '(1,2)');
        SELECT pg_logical_emit_message(true, 'paid', '{"Order":1,"Amount":9.90}'), pg_logical_emit_message(true, 'counted', 'all');
        TRUNCATE stocks
        """;

    private static readonly string[] Expected =
    [
        "parcel 9007199254740993 weighs 12345678901234567890.123456789, note: none",
        "parcel 2 weighs 0.50, note: fragile",
        "order 1: a+b, 5 of 3, Address { Street = Main Street, City =  }, Settings { Size = 4 }",
        "stocks: Shelf { Row = 7, Board = 2 }, 10.0.0.1, new",
        "stocks: gone",
        "paid: 1",
        "counted: all",
        """audit: INSERT 1 ["a","b"]""",
    ];

    [Fact]
    public async Task It_builds_without_a_warning_and_what_it_listens_to_arrives()
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromMinutes(4));
        var ct = deadline.Token;

        await using var server = await ThrowAwayPostgres.StartAsync(ct: ct);
        await using var database = NpgsqlDataSource.Create(server.ConnectionString);
        await RunAsync(database, Schema, ct);

        using var project = new FreshProject(packages);
        var (exitCode, output) = await project.BuildAsync("Fresh");
        Assert.True(exitCode == 0 && !output.Contains("warning", StringComparison.Ordinal), output);
        Assert.DoesNotContain("Npgsql", await File.ReadAllTextAsync(project.PathOf("Warehouse", "obj", "project.assets.json"), ct), StringComparison.Ordinal);

        using (var items = JsonDocument.Parse(await project.ItemsAsync("Fresh", "JsonSchemaSegment")))
        {
            // What editors ask the project for.
            var schema = Assert.Single(items.RootElement.GetProperty("Items").GetProperty("JsonSchemaSegment").EnumerateArray(), item => item.GetProperty("FullPath").GetString()!.Contains("postgresworker", StringComparison.OrdinalIgnoreCase));
            Assert.Contains("\"MaxInFlightChanges\"", await File.ReadAllTextAsync(schema.GetProperty("FullPath").GetString()!, ct), StringComparison.Ordinal);
        }

        await using var program = Start(project, server);
        await program.UntilAsync(async token => await TextAsync(database, "SELECT count(*)::text FROM pg_replication_slots WHERE active AND confirmed_flush_lsn IS NOT NULL", token) is "2", ct);
        await RunAsync(database, Changes, ct);

        foreach (var expected in Expected)
        {
            await program.LineAsync(line => line == expected, ct);
        }

        await program.UntilAsync(async token => await TextAsync(database, "SELECT booked::text FROM booked", token) is """(5,3,"(1,2)")""", ct);
        Assert.Equal(0, await program.StopAsync(ct));
    }

    [Fact]
    public async Task A_mistake_of_each_family_is_told_by_the_package()
    {
        using var project = new FreshProject(packages);

        var (exitCode, output) = await project.BuildAsync("Mistakes");

        Assert.NotEqual(0, exitCode);
        Assert.Equal(
            ["error PGW1001", "error PGW2001", "warning PGW2010", "warning PGW3001"],
            Diagnostic().Matches(output).Select(match => match.Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    private static ThrowAwayProgram Start(FreshProject project, ThrowAwayPostgres server) => ThrowAwayProgram.StartDotnet(
        project.PathOf("Fresh", "bin", "Release", "net10.0", "Fresh.dll"),
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ConnectionStrings__shop"] = server.ConnectionString,
            ["ConnectionStrings__audit"] = server.ConnectionString,
            ["DOTNET_ENVIRONMENT"] = "Development",
        });

    private static async Task<string?> TextAsync(NpgsqlDataSource database, string sql, CancellationToken ct)
    {
        await using var command = database.CreateCommand(sql);
        return await command.ExecuteScalarAsync(ct) as string;
    }

    private static async Task RunAsync(NpgsqlDataSource database, string sql, CancellationToken ct)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(ct);
    }

    [GeneratedRegex("(error|warning) [A-Z]+[0-9]+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Diagnostic();
}
