using Npgsql;
using PostgresWorker.Generated;
using PostgresWorker.Integration.Server;

namespace PostgresWorker.Integration.Outbox;

/// <summary>What nobody wants does not reach the outbox.</summary>
public sealed class ConditionTests(PostgresServer server)
{
    private const string Items = "CREATE TABLE items (id int PRIMARY KEY, status text, note text)";

    [Fact]
    public async Task Where_has_pgoutputs_meaning_for_updates()
    {
        await using var bed = await OutboxBed.CreateAsync(server, Items, [Listeners.Of("items", where: "status <> 'draft' AND length(note) > 0")]);
        await bed.ExecuteAsync("INSERT INTO items VALUES (1, 'draft', 'n'), (2, 'open', 'n'), (3, NULL, 'n')");
        Assert.Equal("I2", Told(await bed.TakeAsync()));
        await bed.ExecuteAsync("UPDATE items SET status = 'open' WHERE id <> 2");
        var entered = await bed.TakeAsync();
        Assert.Equal("I1 I3", Told(entered));
        Assert.All(entered, row => Assert.True(row.Old is null && row.New is not null));
        await bed.ExecuteAsync("UPDATE items SET note = 'm'");
        Assert.Equal(["U1", "U2", "U3"], Told(await bed.TakeAsync()).Split(' ').Order());
        await bed.ExecuteAsync("UPDATE items SET status = NULL, id = 10 WHERE id = 1; UPDATE items SET status = 'draft' WHERE id = 2");
        var left = await bed.TakeAsync();
        Assert.Equal("D1 D2", Told(left));
        Assert.All(left, row => Assert.True(row.New is null && row.Old is not null && row.OldKey is null));
        await bed.ExecuteAsync("DELETE FROM items");
        Assert.Equal("D3", Told(await bed.TakeAsync()));
    }

    [Fact]
    public async Task WhenChanged_is_the_union_of_the_listeners_and_a_move_counts()
    {
        await using var bed = await OutboxBed.CreateAsync(
            server,
            $"{Items}; CREATE FUNCTION sneak() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.note = 'sneak' THEN NEW.status := 'sneaked'; END IF; RETURN NEW; END $$; CREATE TRIGGER sneak BEFORE UPDATE ON items FOR EACH ROW EXECUTE FUNCTION sneak()",
            [Listeners.Of("items", whenChanged: "status"), Listeners.Of("items", ChangeKinds.Inserted, name: "Shop.New")]);
        await bed.ExecuteAsync("INSERT INTO items VALUES (1, 'a', 'n'); UPDATE items SET note = 'm'; UPDATE items SET status = 'a'");
        Assert.Equal("I1", Told(await bed.TakeAsync()));
        await bed.ExecuteAsync("UPDATE items SET status = NULL; UPDATE items SET id = 2; UPDATE items SET note = 'sneak'");
        Assert.Equal("U1 U2 U2", Told(await bed.TakeAsync()));
        await bed.With([Listeners.Of("items", whenChanged: "status"), Listeners.Of("items", name: "Shop.All")]).PrepareAsync();
        await bed.ExecuteAsync("UPDATE items SET note = 'all'");
        Assert.Equal("U2", Told(await bed.TakeAsync()));
    }

    [Fact]
    public async Task Both_are_one_condition()
    {
        await using var bed = await OutboxBed.CreateAsync(server, Items, [Listeners.Of("items", where: "status = 'a' OR status = 'b'", whenChanged: "status")]);
        await bed.ExecuteAsync("INSERT INTO items VALUES (1, 'a', 'n'); UPDATE items SET note = 'm'; UPDATE items SET status = 'b'; UPDATE items SET status = 'c'; UPDATE items SET status = 'd'");
        Assert.Equal("I1 U1 D1", Told(await bed.TakeAsync()));
    }

    [Theory]
    [InlineData("status =", "syntax error")]
    [InlineData("statu = 'a'", "column \"statu\" does not exist")]
    [InlineData("id IN (SELECT 1)", "cannot use subquery in check constraint")]
    [InlineData("random() > 0.5", "functions in index predicate must be marked IMMUTABLE")]
    [InlineData("own(id)", "User-defined or built-in mutable functions are not allowed")]
    [InlineData("mood IS NOT NULL", "User-defined types are not allowed")]
    [InlineData("id === 1", "User-defined operators are not allowed")]
    [InlineData("id", "argument of CHECK must be type boolean")]
    public async Task What_a_publication_refuses_is_refused(string where, string reason)
    {
        await using var bed = await OutboxBed.CreateAsync(
            server,
            """
            CREATE TYPE mood AS ENUM ('good'); CREATE TABLE items (id int PRIMARY KEY, status text, mood mood);
            CREATE FUNCTION own(int) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true'; CREATE OPERATOR === (LEFTARG = int, RIGHTARG = int, FUNCTION = int4eq)
            """,
            [Listeners.Of("items", where: where)],
            isPrepared: false,
            $"refused_{reason}".Replace(' ', '_').Replace("\"", "", StringComparison.Ordinal));
        var finding = Assert.Single((await Assert.ThrowsAsync<PostgresWorkerConfigurationException>(() => bed.PrepareAsync())).Findings, finding => finding.Code == "filter");
        Assert.StartsWith($"Listener Shop.On says Where = \"{where}\", which is no condition over the columns of public.items: {reason}", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_column_in_a_condition_cannot_be_retyped_and_others_can()
    {
        await using var bed = await OutboxBed.CreateAsync(server, Items, [Listeners.Of("items", whenChanged: "status")]);
        Assert.Equal(PostgresErrorCodes.FeatureNotSupported, (await Assert.ThrowsAsync<PostgresException>(() => bed.ExecuteAsync("ALTER TABLE items ALTER status TYPE varchar"))).SqlState);
        await bed.ExecuteAsync("ALTER TABLE items ALTER note TYPE varchar; INSERT INTO items VALUES (1, 'a', 'n'); UPDATE items SET status = 'b'");
        Assert.Equal("I1 U1", Told(await bed.TakeAsync()));
    }

    private static string Told(IReadOnlyList<OutboxRow> rows) => string.Join(' ', rows.Select(row => $"{row.Kind}{row.Key}"));
}
