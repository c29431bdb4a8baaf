using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Types.Matrix;
using PostgresWorker.ThrowAway;

namespace PostgresWorker.Integration.Types;

/// <summary>Types that change while somebody reads.</summary>
public sealed class ChangingTypesTests(PostgresServer server)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_column_of_another_type_is_read_by_the_layout_that_it_was_written_with(bool binary)
    {
        await using var database = await CreateAsync(binary, "CREATE TABLE cells (id int PRIMARY KEY, value int)");
        await database.ExecuteAsync(
            """
            INSERT INTO cells VALUES (1, 2147483647);
            ALTER TABLE cells ALTER value TYPE text; INSERT INTO cells VALUES (2, 'two');
            ALTER TABLE cells ALTER value TYPE timestamptz USING now(); INSERT INTO cells VALUES (3, '2024-02-29Z');
            ALTER TABLE cells ALTER value TYPE int[] USING NULL; INSERT INTO cells VALUES (4, '{4,5}');
            DROP TABLE cells; CREATE TABLE cells (id int PRIMARY KEY, value numeric); INSERT INTO cells VALUES (5, 1.50)
            """);
        await using var wal = await WalReading.StartAsync(database, binary);
        var rows = await wal.ReadAsync(5);
        Assert.Equal(int.MaxValue, Read<int>(rows[0]));
        Assert.Equal("two", Read<string?>(rows[1]));
        Assert.Equal(new DateTimeOffset(2024, 2, 29, 0, 0, 0, TimeSpan.Zero), Read<DateTimeOffset>(rows[2]));
        Assert.Equal([4, 5], Read<int[]?>(rows[3])!);
        Assert.Equal(1.50m, Read<decimal>(rows[4]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_label_that_is_added_while_the_reader_runs_is_read(bool binary)
    {
        await using var database = await CreateAsync(binary, "CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE cells (id int PRIMARY KEY, value mood)");
        await using var wal = await WalReading.StartAsync(database, binary);
        await database.ExecuteAsync("INSERT INTO cells VALUES (1, 'sad')");
        Assert.Equal(Mood.Sad, Read<Mood>(Assert.Single(await wal.ReadAsync(1))));
        await database.ExecuteAsync("ALTER TYPE mood ADD VALUE 'so_happy' BEFORE 'sad'; ALTER TYPE mood ADD VALUE 'elated'");
        await database.ExecuteAsync("INSERT INTO cells VALUES (2, 'so_happy'), (3, 'elated')");
        var rows = await wal.ReadAsync(2);
        Assert.Equal(Mood.SoHappy, Read<Mood>(rows[0]));
        Assert.Equal("elated", Read<string?>(rows[1]));
        Assert.Contains("the label 'elated' is none of", Assert.Throws<RowReadException>(() => Read<Mood>(rows[1])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_composite_that_changed_while_the_reader_runs_is_not_read_wrongly(bool binary)
    {
        await using var database = await CreateAsync(
            binary, "CREATE TYPE address AS (street text, number int, gone text); CREATE TABLE cells (id int PRIMARY KEY, value address)");
        await using var wal = await WalReading.StartAsync(database, binary);
        await database.ExecuteAsync("INSERT INTO cells VALUES (1, ROW('a', 1, 'x'))");
        Assert.Equal(new Address("a", 1), Read<Address?>(Assert.Single(await wal.ReadAsync(1))));
        await database.ExecuteAsync("ALTER TYPE address DROP ATTRIBUTE number; INSERT INTO cells VALUES (2, ROW('b', 'x'))");
        var row = Assert.Single(await wal.ReadAsync(1));
        AssertRefused(row);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_composite_that_lost_a_field_while_the_reader_runs_is_not_one_that_has_yet_to_gain_it(bool binary)
    {
        await using var database = await CreateAsync(
            binary, "CREATE TYPE address AS (street text, number int, gone int); CREATE TABLE cells (id int PRIMARY KEY, value address)");
        await using var wal = await WalReading.StartAsync(database, binary);
        await database.ExecuteAsync("INSERT INTO cells VALUES (1, ROW('a', 1, 9))");
        Assert.Equal(new Address("a", 1), Read<Address?>(Assert.Single(await wal.ReadAsync(1))));
        await database.ExecuteAsync("ALTER TYPE address DROP ATTRIBUTE number");
        await database.ExecuteAsync("INSERT INTO cells VALUES (2, ROW('b', 200))");
        var row = Assert.Single(await wal.ReadAsync(1));
        AssertRefused(row);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_composite_from_before_a_field_was_replaced_by_one_of_its_type_is_refused(bool binary)
    {
        await using var database = await CreateAsync(
            binary, "CREATE TYPE address AS (gone text, street text, number int); CREATE TABLE cells (id int PRIMARY KEY, value address)");
        await database.ExecuteAsync("INSERT INTO cells VALUES (1, ROW('gone', 'a', 1))");
        await database.ExecuteAsync("ALTER TYPE address DROP ATTRIBUTE gone, DROP ATTRIBUTE street, DROP ATTRIBUTE number");
        await database.ExecuteAsync("ALTER TYPE address ADD ATTRIBUTE street text, ADD ATTRIBUTE other text, ADD ATTRIBUTE number int");
        await using var wal = await WalReading.StartAsync(database, binary);
        var before = Assert.Single(await wal.ReadAsync(1));
        Assert.Contains("has lost a field", Assert.Throws<RowReadException>(() => Read<Address?>(before)).Message, StringComparison.Ordinal);
        await database.ExecuteAsync("INSERT INTO cells VALUES (2, ROW('b', 'x', 2))");
        Assert.Equal(new Address("b", 2), Read<Address?>(Assert.Single(await wal.ReadAsync(1))));
    }

    /// <summary>The server sends a layout again when its cache was emptied, too: on a busy server that may be at any time.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_composite_that_lost_a_field_is_read_where_its_layout_comes_again(bool binary)
    {
        await using var database = await CreateAsync(
            binary, "CREATE TYPE address AS (gone text, street text, number int); CREATE TABLE cells (id int PRIMARY KEY, value address)");
        await database.ExecuteAsync("INSERT INTO cells VALUES (1, ROW('gone', 'a', 1)); ALTER TYPE address DROP ATTRIBUTE gone");
        await using var wal = await WalReading.StartAsync(database, binary);
        var before = Assert.Single(await wal.ReadAsync(1));
        Assert.Contains("has lost a field", Assert.Throws<RowReadException>(() => Read<Address?>(before)).Message, StringComparison.Ordinal);
        await database.ExecuteAsync("INSERT INTO cells VALUES (2, ROW('b', 2)); ALTER TABLE cells SET (fillfactor = 90); INSERT INTO cells VALUES (3, ROW('c', 3))");
        await database.ExecuteAsync("ALTER TABLE cells SET (fillfactor = 80)");
        await database.ExecuteAsync("INSERT INTO cells VALUES (4, ROW('d', 4))");
        Assert.Equal([new Address("b", 2), new Address("c", 3), new Address("d", 4)], (await wal.ReadAsync(3)).Select(Read<Address?>));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_composite_from_before_a_field_was_added_has_null_for_it(bool binary)
    {
        await using var database = await CreateAsync(binary, "CREATE TYPE address AS (street text); CREATE TABLE cells (id int PRIMARY KEY, value address)");
        await database.ExecuteAsync("INSERT INTO cells VALUES (1, ROW('a'))");
        await database.ExecuteAsync("ALTER TYPE address ADD ATTRIBUTE number int");
        await database.ExecuteAsync("INSERT INTO cells VALUES (2, ROW('b', 2))");
        await using var wal = await WalReading.StartAsync(database, binary);
        var rows = await wal.ReadAsync(2);
        Assert.Equal([new Address("a", null), new Address("b", 2)], rows.Select(Read<Address?>));
    }

    /// <summary>The slot needs no catalog from before the drop, so no value is from before it. On a server of its own: a new slot begins with the oldest catalog_xmin of all.</summary>
    [Fact]
    public async Task A_field_that_was_dropped_before_the_slot_was_made_is_forgotten()
    {
        await using var own = await ThrowAwayPostgres.StartAsync(ct: TestContext.Current.CancellationToken);
        await using var database = await TestDatabase.CreateAsync(
            own, "CREATE TYPE address AS (gone text, street text, number int); CREATE TABLE cells (id int PRIMARY KEY, value address); ALTER TYPE address DROP ATTRIBUTE gone");
        await WalReading.PrepareAsync(database);
        await database.ExecuteAsync("INSERT INTO cells VALUES (1, ROW('a', 1))");
        await using var wal = await WalReading.StartAsync(database, binary: true);
        Assert.Equal(new Address("a", 1), Read<Address?>(Assert.Single(await wal.ReadAsync(1))));
    }

    /// <summary>The server may send the layout again at any moment; then it is known that the field is gone, and not only that the value does not fit.</summary>
    private static void AssertRefused(WalRow row)
    {
        var error = Record.Exception(() => Read<Address?>(row));
        Assert.True(error is RowReadException or RowLayoutException, $"It is refused: {error}");
    }

    private static T Read<T>(WalRow row) => row.Read(Cells.ReaderOf<Cell<T>>()).Value;

    private async Task<TestDatabase> CreateAsync(bool binary, string schema, [System.Runtime.CompilerServices.CallerMemberName] string test = "")
    {
        var database = await TestDatabase.CreateAsync(server.Server, schema, $"{test}_{(binary ? "binary" : "text")}");
        await WalReading.PrepareAsync(database);
        return database;
    }
}
