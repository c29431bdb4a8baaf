using PostgresWorker.Integration.Server;

namespace PostgresWorker.Integration.Outbox;

/// <summary>What is written is the same whatever the writer's session has set.</summary>
public sealed class SettingsTests(PostgresServer server)
{
    private const string Table =
        """
        CREATE TABLE "Odd" (id int);
        CREATE TYPE parts AS (i interval, b bytea);
        CREATE TABLE items (
            id int PRIMARY KEY, i interval, t timestamptz, r tstzrange, d daterange, b bytea, bs bytea[], f float8, f4 float4, p point, m money, c regclass, ty regtype, x parts)
        """;

    private const string Insert =
        """
        INSERT INTO items VALUES (
            1, '1 year 2 mons 3 days 04:05:06.7', '2020-02-03 04:05:06+00', '[2020-02-03 04:05:06+00,2021-02-03 04:05:06+00)', '[2020-02-03,2020-03-04)', '\x00ff5c27', ARRAY['\xff'::bytea],
            0.1::float8 + 0.2::float8, 1.1, '(0.30000000000000004,1)', 12.34::numeric::money, 'public."Odd"', 'public.parts', ROW('-1 day', '\xfe'))
        """;

    private const string Expected =
        """{"id":1,"i":"1 year 2 mons 3 days 04:05:06.7","t":"2020-02-03T04:05:06+00:00","r":"[\"2020-02-03 04:05:06+00\",\"2021-02-03 04:05:06+00\")","d":"[2020-02-03,2020-03-04)","b":"\\x00ff5c27","bs":["\\xff"],"f":0.30000000000000004,"f4":1.1,"p":"(0.30000000000000004,1)","m":"$12.34","c":"public.\"Odd\"","ty":"public.parts","x":{"i":"-1 days","b":"\\xfe"}}""";

    [Theory]
    [InlineData("IntervalStyle = iso_8601")]
    [InlineData("IntervalStyle = sql_standard")]
    [InlineData("IntervalStyle = postgres_verbose")]
    [InlineData("DateStyle = 'SQL, DMY'")]
    [InlineData("DateStyle = 'German'")]
    [InlineData("DateStyle = 'Postgres, MDY'")]
    [InlineData("bytea_output = escape")]
    [InlineData("extra_float_digits = 0")]
    [InlineData("extra_float_digits = -15")]
    [InlineData("TimeZone = 'Asia/Kathmandu'")]
    [InlineData("lc_monetary = 'C.UTF-8'")]
    [InlineData("quote_all_identifiers = on")]
    [InlineData("search_path = public")]
    [InlineData("search_path = ''")]
    [InlineData("plpgsql.extra_errors = 'all'")]
    [InlineData("plan_cache_mode = force_custom_plan")]
    [InlineData("transform_null_equals = on")]
    public async Task A_sessions_setting_changes_nothing(string setting)
    {
        await using var bed = await OutboxBed.CreateAsync(server, Table, [Listeners.Of("items")], test: $"setting_{setting}".Replace(' ', '_').Replace("'", "", StringComparison.Ordinal));
        await bed.ExecuteAsync($"BEGIN; {Insert}; SET LOCAL {setting}; UPDATE public.items SET id = 1; SELECT current_setting('{setting.Split(' ')[0]}'); COMMIT");
        Assert.Equal([Expected, Expected, Expected], (await bed.TakeAsync()).SelectMany(row => new[] { row.Old, row.New }).OfType<string>());
    }

    [Fact]
    public async Task The_writers_own_settings_are_as_before()
    {
        await using var bed = await OutboxBed.CreateAsync(server, Table, [Listeners.Of("items")]);
        await bed.ExecuteAsync($"BEGIN; SET LOCAL IntervalStyle = iso_8601; SET LOCAL search_path = public; {Insert}; CREATE TABLE after AS SELECT current_setting('IntervalStyle') || current_setting('search_path') AS all; COMMIT");
        Assert.Equal("iso_8601public", await bed.Database.ScalarAsync<string>("SELECT after.all FROM after"));
    }
}
