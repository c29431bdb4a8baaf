using System.Reflection;
using Npgsql;
using PostgresWorker.ThrowAway;

namespace PostgresWorker.Samples.Tests;

/// <summary>The worker of the README.</summary>
public sealed class SmallestTests
{
    [Fact]
    public void The_readme_shows_it_as_it_is()
    {
        var root = typeof(SmallestTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "RepositoryRoot").Value!;
        var program = File.ReadAllText(Path.Combine(root, "samples/Smallest/Program.cs"));
        Assert.Contains($"```csharp\n{program}```", File.ReadAllText(Path.Combine(root, "README.md")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_says_typed_changes()
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromMinutes(2));
        await using var server = await ThrowAwayPostgres.StartAsync(ct: deadline.Token);
        await using var database = NpgsqlDataSource.Create(server.ConnectionString);
        await ExecuteAsync(database, "CREATE TABLE orders (id bigint PRIMARY KEY, total numeric(12,2) NOT NULL, note text)", deadline.Token);
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ConnectionStrings__shop"] = server.ConnectionString,
            ["DOTNET_ENVIRONMENT"] = "Development",

            // The quickstart's settings, which are quiet, lie in the same folder.
            ["Logging__LogLevel__Default"] = "Information",
        };
        await using var smallest = ThrowAwayProgram.StartDotnet(Path.Combine(AppContext.BaseDirectory, "Smallest.dll"), environment);
        await smallest.LineAsync(line => line.Contains("reads changes from slot postgres_worker_shop", StringComparison.Ordinal), deadline.Token);
        await ExecuteAsync(database, "INSERT INTO orders VALUES (1, 10.50); UPDATE orders SET total = 12; DELETE FROM orders", deadline.Token);
        foreach (var said in new[] { "order 1 placed for 10.50", "order 1 was for 10.50 and is for 12.00", "DELETE of order 1" })
        {
            await smallest.LineAsync(line => line.Contains(said, StringComparison.Ordinal), deadline.Token);
        }

        Assert.Equal(0, await smallest.StopAsync(deadline.Token));
    }

    private static async Task ExecuteAsync(NpgsqlDataSource database, string sql, CancellationToken ct)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(ct);
    }
}
