using System.Text.Json;
using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration;

/// <summary>A typed change as JSON is what an untyped listener of the same table gets, of the columns that the row declares.</summary>
public sealed class ToJsonTests(PostgresServer server)
{
    private const string Table =
        """
        CREATE TYPE mood AS ENUM ('calm', 'so so');
        CREATE TYPE place AS (street text, at point, since timestamptz, tags text[]);
        CREATE TABLE wares (
            id int PRIMARY KEY, name text, price numeric(12,4), weight float4, size float8, mood mood, grade int2, made timestamp, sold timestamptz, day date, opens time,
            span interval, data bytea, token uuid, settings jsonb, raw json, host inet, net cidr, mac macaddr, bits varbit, numbers int[], moods mood[], during tstzrange, days datemultirange, spot point,
            area path, place place, places place[], large text, undeclared xml);
        ALTER TABLE wares ALTER large SET STORAGE EXTERNAL
        """;

    private const string Full =
        """
        INSERT INTO wares VALUES (
            1, 'größe "x" \', 79.1000, 'NaN', 1e-7, 'so so', 1, '2024-02-29 01:02:03.4', '2024-02-29 01:02:03+02', '2024-02-29', '03:04:05.678901',
            '1 year -3 days 04:05:06.7', '\x00ff', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '{"a": [1.50, null]}', '{"b":  "\u00e4"}', '10.0.0.1/8', '::ffff:0:0/96', '08:00:2b:01:02:03', B'1011',
            '{1,NULL,3}', '{calm,so so}', '[2024-01-01 00:00:00.5+00,)', '{[2024-01-01,2024-02-01)}', '(1.5,-2)',
            '[(1,2),(3e20,4)]', ROW('a "b" (c), \', '(1,2)', '2024-01-01 00:00:00+00', ARRAY['x y', NULL]), ARRAY[ROW('', NULL, NULL, '{}')::place, NULL], repeat('x', 1000000), '<a/>')
        """;

    private const string Changes =
        $"""
        {Full}; INSERT INTO wares (id) VALUES (2); UPDATE wares SET price = 1 WHERE id = 1; UPDATE wares SET id = 3 WHERE id = 1;
        DELETE FROM wares WHERE id = 3; TRUNCATE wares
        """;

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task It_is_that_of_the_untyped_listener(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, $"{Table}; ALTER TABLE wares REPLICA IDENTITY FULL", test: "to_json", capture: capture);
        await using var worker = await TakeAsync<Wares>(database, calls: 6);

        var columns = ColumnsOf<Ware>(worker);
        Assert.Equal(29, columns.Count);
        foreach (var (untyped, typed, _) in Pairs(worker))
        {
            AssertSame(untyped, typed, typed.Action == "DELETE" ? ["id"] : columns);
        }
    }

    /// <summary>Deletes, and updates that change the key, carry it; other updates carry nothing, and no value that is large and unchanged.</summary>
    [Fact]
    public async Task It_has_no_more_than_the_replica_identity_carries()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Table, test: "to_json_key");
        await using var worker = await TakeAsync<LeanWares>(database, calls: 8);

        // Nothing that the listeners need made a startup widen it.
        Assert.Equal("d", await database.ScalarAsync<string>("SELECT relreplident::text FROM pg_class WHERE relname = 'wares'"));
        var columns = ColumnsOf<LeanWare>(worker);
        Assert.Equal(15, columns.Count);
        foreach (var (untyped, typed, change) in Pairs(worker))
        {
            AssertSame(untyped, typed, change is Change<WareKey> ? ["id"] : columns, isOldKnown: change is not Updated<LeanWare>);
        }

        Assert.All(worker.Inbox.Of<Updated<LeanWare>>(), update => Assert.True(update.New.Large.IsUnchanged));
        Assert.Equal([("", "1"), ("1", "3")], worker.Inbox.Of<Updated<WareKey>>().Select(update => EventPayload.Parse(update.ToJson()).Data).Select(data => (data.OldId, data.NewId)));
    }

    private static async Task<RunningWorker> TakeAsync<TSource>(TestDatabase database, int calls)
        where TSource : ISourceNamed
    {
        var worker = await RunningWorker.BeginAsync<TSource>(database);
        await worker.IsStreamingAsync();
        await database.ExecuteAsync(Changes);
        await Eventually.IsTrueAsync(
            () => worker.Inbox.Payloads.Count == 6 && worker.Inbox.Handled.Count == calls,
            () => $"6 payloads and {calls} typed changes were taken; the log is:\n{worker.Log}");
        return worker;
    }

    private static IEnumerable<(EventPayload Untyped, EventPayload Typed, Change Change)> Pairs(RunningWorker worker)
    {
        var untyped = worker.Inbox.Payloads.ToDictionary(taken => taken.Context.Id, taken => taken.Payload);
        return worker.Inbox.Handled.Select(change => (untyped[change.Context.Id], EventPayload.Parse(Json(change)), change));
    }

    /// <summary>Those of an insert, which carries all that the row type declares.</summary>
    private static HashSet<string> ColumnsOf<T>(RunningWorker worker) => Names(EventPayload.Parse(worker.Inbox.Of<Inserted<T>>()[0].ToJson()).Data.New!.Value);

    private static string Json(Change change) => change switch
    {
        Change<Ware> row => row.ToJson(),
        Change<LeanWare> row => row.ToJson(),
        Change<WareKey> row => row.ToJson(),
        _ => Assert.IsType<Truncated>(change).ToJson(),
    };

    private static void AssertSame(EventPayload untyped, EventPayload typed, HashSet<string> columns, bool isOldKnown = true)
    {
        Assert.Equal((untyped.EventId, untyped.Table, untyped.Action, untyped.Source), (typed.EventId, typed.Table, typed.Action, typed.Source));
        Assert.Equal((untyped.Schema, untyped.CommitTime, untyped.Data.NewId), (typed.Schema, typed.CommitTime, typed.Data.NewId));
        Assert.Equal(isOldKnown ? untyped.Data.OldId : "", typed.Data.OldId);
        AssertRow(untyped.Data.New, typed.Data.New, columns);
        AssertRow(isOldKnown ? untyped.Data.Old : null, typed.Data.Old, columns);
    }

    private static void AssertRow(JsonElement? untyped, JsonElement? typed, HashSet<string> columns)
    {
        Assert.Equal(untyped is null, typed is null);
        if (untyped is { } whole)
        {
            var names = Names(typed!.Value);
            Assert.Equal(Names(whole).Where(columns.Contains).Order(StringComparer.Ordinal), names.Order(StringComparer.Ordinal));
            Assert.All(names, name => Assert.Null(JsonEquality.Difference(whole.GetProperty(name), typed.Value.GetProperty(name), name)));
        }
    }

    private static HashSet<string> Names(JsonElement row) => row.EnumerateObject().Select(column => column.Name).ToHashSet(StringComparer.Ordinal);
}
