using Npgsql;
using PostgresWorker.Integration.Server;
using PostgresWorker.Wal.Publications;

namespace PostgresWorker.Integration.Publications;

/// <summary>The look at a publication that comes before each position.</summary>
public sealed class PublicationLookTests(PostgresServer server)
{
    [Fact]
    public async Task It_is_planned_once_in_a_session_and_sees_what_has_changed_since()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server);
        await database.ExecuteAsync($"CREATE PUBLICATION {database.Publication} FOR TABLE orders");
        await using var session = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.ConnectionString) { MaxPoolSize = 1, Pooling = true }.ConnectionString);
        var catalog = new PublicationCatalog(session, database.Publication);
        Task<PublicationLook> LookAsync() => catalog.LookAsync([new TableName("public", "orders")], Lsn.None, TestContext.Current.CancellationToken);

        // More than the server plans for their values before it has a plan for all.
        HashSet<PublicationLook> looks = [];
        for (var i = 0; i < 20; i++)
        {
            looks.Add(await LookAsync());
        }

        var seen = Assert.Single(looks);
        await using (var prepared = session.CreateCommand("SELECT generic_plans + custom_plans FROM pg_prepared_statements"))
        {
            Assert.Equal(20L, await prepared.ExecuteScalarAsync(TestContext.Current.CancellationToken));
        }

        foreach (var change in (string[])["SET (publish = 'insert')", "DROP TABLE orders", "ADD TABLE orders"])
        {
            await database.ExecuteAsync($"ALTER PUBLICATION {database.Publication} {change}");
            var next = await LookAsync();
            Assert.NotEqual(seen.Print, next.Print);
            seen = next;
        }
    }
}
