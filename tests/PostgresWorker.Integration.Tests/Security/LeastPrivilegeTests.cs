using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration.Security;

/// <summary>The SQL of docs/security.md, run as it stands there, is all that a worker's role needs.</summary>
public sealed partial class LeastPrivilegeTests(PostgresServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_worker_runs_as_the_role_of_the_page_and_may_do_nothing_else(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, capture: capture);
        await using (var maker = await RunningWorker.StartAsync(database))
        {
            // As a DBA would, before there is any worker's role: all steps of the plan are done.
            Assert.Empty((await maker.Services.GetRequiredService<IProvisioning>().PlanAsync(Shop.Name, Token)).Steps);
            await maker.StopAsync();
        }

        var role = $"worker_{database.Name}";
        await database.ExecuteAsync($"REVOKE ALL ON DATABASE \"{database.Name}\" FROM PUBLIC; REVOKE ALL ON SCHEMA public FROM PUBLIC");
        await database.ExecuteAsync(Script(capture, role, database));
        try
        {
            var asRole = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Username = role, Password = "change me", Pooling = false }.ConnectionString;
            var inbox = new Inbox { Handler = (change, _) => ((Change<Order>)change).Row.Id == 2 ? throw new InvalidOperationException("no") : Task.CompletedTask };
            await using var worker = await RunningWorker.StartAsync(
                database, options => (options.Provision, options.ConnectionString, options.MaxAttempts, options.OnExhausted, options.TraceContext) = (Provision.Verify, asRole, 1, OnExhausted.Park, true), inbox);
            await database.ExecuteAsync("INSERT INTO orders (id) VALUES (1), (2), (3); UPDATE orders SET total = 1 WHERE id = 2");
            await worker.HasHandledAsync(2);
            await Eventually.IsTrueAsync(async () => (await worker.DeadLetters.ListAsync(Shop.Name, cancellationToken: Token)).Count == 2, () => $"the changes of the key are parked; the log is:\n{worker.Log}");
            await worker.Control.WhenHandledAsync(Shop.Name, await database.CurrentLsnAsync(), Token);
            await worker.StopAsync();
            Assert.DoesNotContain("42501", worker.Log.ToString(), StringComparison.Ordinal);

            await using var data = NpgsqlDataSource.Create(asRole);
            string[] refused =
            [
                "SELECT * FROM public.orders", "INSERT INTO public.orders (id) VALUES (9)", "CREATE TABLE public.mine (id int)", "CREATE TABLE postgres_worker.mine (id int)", "CREATE SCHEMA mine",
                "CREATE TEMPORARY TABLE mine (id int)", "DROP TABLE postgres_worker.checkpoints", "ALTER TABLE public.orders REPLICA IDENTITY NOTHING",
                capture == Capture.Wal ? $"DROP PUBLICATION \"{database.Publication}\"" : $"INSERT INTO postgres_worker.outbox_{database.Slot} (id) VALUES (1)",
                capture == Capture.Wal ? "SELECT * FROM pg_catalog.pg_authid" : "UPDATE postgres_worker.captures SET row_condition = 'true'",
            ];
            foreach (var sql in refused)
            {
                await using var command = data.CreateCommand(sql);
                Assert.Equal("42501", (await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync(Token))).SqlState);
            }
        }
        finally
        {
            await database.ExecuteAsync($"DROP OWNED BY \"{role}\"; DROP ROLE \"{role}\"");
        }
    }

    private static string Script(Capture capture, string role, TestDatabase database)
    {
        var root = Repository.Root;
        var page = File.ReadAllText(Path.Combine(root, "docs/security.md"));
        var script = Blocks().Matches(page).Single(match => match.Groups["name"].Value.Equals(capture.ToString(), StringComparison.OrdinalIgnoreCase)).Groups["sql"].Value;
        return script
            .Replace("shop_worker", $"\"{role}\"", StringComparison.Ordinal)
            .Replace("DATABASE shop ", $"DATABASE \"{database.Name}\" ", StringComparison.Ordinal)
            .Replace("outbox_shop", $"outbox_{database.Slot}", StringComparison.Ordinal)
            .Replace("snapshot_shop", $"snapshot_{database.Slot}", StringComparison.Ordinal);
    }

    [GeneratedRegex("```sql (?<name>[a-z]+)\n(?<sql>.*?)```", RegexOptions.Singleline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Blocks();
}
