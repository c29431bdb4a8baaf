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

    [Theory]
    [InlineData("FULL")]
    [InlineData("DEFAULT")]
    public async Task It_is_that_of_the_untyped_listener(string identity)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, $"{Table}; ALTER TABLE wares REPLICA IDENTITY {identity}", test: $"to_json_{identity}");
        await using var worker = await RunningWorker.BeginAsync<Wares>(database);
        await worker.IsStreamingAsync();
        await database.ExecuteAsync($"{Full}; INSERT INTO wares (id) VALUES (2); UPDATE wares SET name = 'y' WHERE id = 1; UPDATE wares SET id = 3 WHERE id = 1; DELETE FROM wares WHERE id = 3; TRUNCATE wares");
        await Eventually.IsTrueAsync(() => worker.Inbox.Payloads.Count == 6 && worker.Inbox.Handled.Count == 6, () => $"each listener was called 6 times; the log is:\n{worker.Log}");

        var untyped = worker.Inbox.Payloads.ToDictionary(taken => taken.Context.Id, taken => taken.Payload);
        foreach (var change in worker.Inbox.Handled)
        {
            AssertSame(untyped[change.Context.Id], EventPayload.Parse(Json(change)), isWhole: identity == "FULL");
        }

        var inserted = EventPayload.Parse(Json(worker.Inbox.Handled.Single(change => change is Inserted<Ware> { New.Id: 1 })));
        Assert.Equal(29, inserted.Data.New!.Value.EnumerateObject().Count());
    }

    private static string Json(Change change) => change switch
    {
        Change<Ware> row => row.ToJson(),
        Change<WareKey> row => row.ToJson(),
        _ => Assert.IsType<Truncated>(change).ToJson(),
    };

    private static void AssertSame(EventPayload untyped, EventPayload typed, bool isWhole)
    {
        Assert.Equal((untyped.EventId, untyped.Table, untyped.Action, untyped.Source), (typed.EventId, typed.Table, typed.Action, typed.Source));
        Assert.Equal((untyped.Schema, untyped.CommitTime, untyped.Data.NewId), (typed.Schema, typed.CommitTime, typed.Data.NewId));
        AssertRow(untyped.Data.New, typed.Data.New);
        if (isWhole || typed.Action != "UPDATE")
        {
            Assert.Equal(untyped.Data.OldId, typed.Data.OldId);
            AssertRow(untyped.Data.Old, typed.Data.Old);
        }
        else
        {
            Assert.Equal((null, ""), (typed.Data.Old, typed.Data.OldId));
        }
    }

    private static void AssertRow(JsonElement? untyped, JsonElement? typed)
    {
        Assert.Equal(untyped is null, typed is null);
        if (untyped is not null)
        {
            var declared = typed!.Value.EnumerateObject().Select(column => column.Name).ToHashSet(StringComparer.Ordinal);
            Assert.Subset(untyped.Value.EnumerateObject().Select(column => column.Name).ToHashSet(StringComparer.Ordinal), declared);
            Assert.All(declared, name => Assert.Null(JsonEquality.Difference(untyped.Value.GetProperty(name), typed.Value.GetProperty(name), name)));
        }
    }
}
