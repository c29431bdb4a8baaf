using System.Runtime.CompilerServices;
using System.Text.Json;
using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration;

/// <summary>What an EventPayload says is what to_jsonb says of the row.</summary>
public sealed class PayloadTests(PostgresServer server)
{
    private const string Keys = "CREATE TABLE things (id int PRIMARY KEY, note text, large text)";

    [Theory]
    [ClassData(typeof(Captures))]
    public Task Every_scalar_is_as_to_jsonb_has_it(Capture capture) => AssertValuesAsync(PayloadValues.Types, PayloadValues.Scalars, capture);

    [Theory]
    [ClassData(typeof(Captures))]
    public Task What_is_made_of_others_is_as_to_jsonb_has_it(Capture capture) => AssertValuesAsync(PayloadStructures.Types, PayloadStructures.All, capture);

    [Fact]
    public async Task A_composite_that_is_altered_is_written_by_the_fields_that_it_had()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, "CREATE TYPE place AS (street text, no int); CREATE TABLE things (id int PRIMARY KEY, place place)");
        await using var worker = await StartAsync(database);
        await database.ExecuteAsync("INSERT INTO things VALUES (1, ROW('a', 1))");
        await PayloadsAsync(worker, 1);
        await database.ExecuteAsync("ALTER TYPE place ADD ATTRIBUTE town text");
        await database.ExecuteAsync("INSERT INTO things VALUES (2, ROW('b', 2, 'c'))");
        var payloads = await PayloadsAsync(worker, 2);

        // The stream does not say that a type was altered: a value with more fields than are known is its text.
        Assert.Equal(["""{"id":1,"place":{"street":"a","no":1}}""", """{"id":2,"place":"(b,2,c)"}"""], payloads.Select(payload => payload.Data.New!.Value.GetRawText()));
    }

    private async Task AssertValuesAsync(string types, (string Type, string[] Values)[] values, Capture capture, [CallerMemberName] string test = "")
    {
        // A scale beyond the precision is known from 15 on.
        values = server.Server.Version.Major >= 15 ? values : [.. values.Where(value => value.Type != "numeric(6,-2)")];
        await using var database = await TestDatabase.CreateAsync(
            server.Server, $"{types}; {PayloadValues.Table(values)}; ALTER TABLE things REPLICA IDENTITY FULL", test, capture: capture);
        await using var worker = await StartAsync(database);
        await database.ExecuteAsync(PayloadValues.Insert(values));
        await database.ExecuteAsync(PayloadValues.Insert(values, "NULL"));
        await AssertAllKindsAsync(database, worker);
    }

    private static async Task AssertAllKindsAsync(TestDatabase database, RunningWorker worker)
    {
        var row = await RowAsync(database, 1);
        var nulls = await RowAsync(database, 2);
        await database.ExecuteAsync("UPDATE things SET id = 3 WHERE id = 1");
        var moved = await RowAsync(database, 3);
        await database.ExecuteAsync("DELETE FROM things WHERE id = 3");
        var payloads = await PayloadsAsync(worker, 4);

        Assert.Equal(["INSERT", "INSERT", "UPDATE", "DELETE"], payloads.Select(payload => payload.Action));
        AssertRows(payloads[0], old: null, row);
        AssertRows(payloads[1], old: null, nulls);
        AssertRows(payloads[2], row, moved);
        AssertRows(payloads[3], moved, @new: null);
        Assert.All(payloads, payload => AssertSame(payload.Data.New, EventPayload.Parse(payload.ToJson()).Data.New));
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task Keys_stand_beside_the_rows(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Keys, capture: capture);
        await using var worker = await StartAsync(database);
        await database.ExecuteAsync("INSERT INTO things VALUES (1, 'a'); UPDATE things SET note = 'b'; UPDATE things SET id = 2; DELETE FROM things; TRUNCATE things");
        var payloads = await PayloadsAsync(worker, 5);

        Assert.Equal(["INSERT", "UPDATE", "UPDATE", "DELETE", "TRUNCATE"], payloads.Select(payload => payload.Action));
        Assert.Equal([("", "1"), (capture == Capture.Wal ? "" : "1", "1"), ("1", "2"), ("2", ""), ("", "")], payloads.Select(payload => (payload.Data.OldId, payload.Data.NewId)));

        // A trigger has whole old rows.
        string?[] old = capture == Capture.Wal
            ? [null, null, """{"id":1}""", """{"id":2}""", null]
            : [null, """{"id":1,"note":"a","large":null}""", """{"id":1,"note":"b","large":null}""", """{"id":2,"note":"b","large":null}""", null];
        Assert.Equal(old, payloads.Select(payload => payload.Data.Old?.GetRawText()));
        Assert.Equal([null, null], payloads.Skip(3).Select(payload => payload.Data.New));
        Assert.Equal("""{"id":2,"note":"b","large":null}""", payloads[2].Data.New!.Value.GetRawText());
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task Each_payload_says_where_and_when(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Keys, capture: capture);
        await using var worker = await StartAsync(database);
        await database.ExecuteAsync("INSERT INTO things VALUES (1), (2)");
        await PayloadsAsync(worker, 2);

        foreach (var (payload, context) in worker.Inbox.Payloads)
        {
            Assert.Equal(("things", "public", "payloads", context.CommitTime), (payload.Table, payload.Schema, payload.Source, payload.CommitTime));
            Assert.Equal(await database.ScalarAsync<string>($"SELECT md5('{context.Id}')"), payload.EventId);
        }

        Assert.Distinct(worker.Inbox.Payloads.Select(taken => taken.Payload.EventId));
    }

    [Theory]
    [InlineData("DEFAULT", """{"id":1,"note":"b"}""", null, Capture.Wal)]
    [InlineData("FULL", """{"id":1,"note":"b","large":"..."}""", """{"id":1,"note":"a","large":"..."}""", Capture.Wal)]
    [InlineData("NOTHING", """{"id":1,"note":"b","large":"..."}""", """{"id":1,"note":"a","large":"..."}""", Capture.Outbox)]
    public async Task A_large_value_that_did_not_change_is_taken_from_the_old_row_or_left_out(string identity, string @new, string? old, Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, $"{Keys}; ALTER TABLE things REPLICA IDENTITY {identity}; ALTER TABLE things ALTER large SET STORAGE EXTERNAL", test: $"large_{identity}", capture: capture);
        await using var worker = await StartAsync(database);
        await database.ExecuteAsync("INSERT INTO things VALUES (1, 'a', repeat('x', 1000000)); UPDATE things SET note = 'b'");
        var payloads = await PayloadsAsync(worker, 2);

        var large = new string('x', 1_000_000);
        Assert.Equal(large, payloads[0].Data.New!.Value.GetProperty("large").GetString());
        Assert.Equal(@new.Replace("...", large, StringComparison.Ordinal), payloads[1].Data.New!.Value.GetRawText());
        Assert.Equal(old?.Replace("...", large, StringComparison.Ordinal), payloads[1].Data.Old?.GetRawText());
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task Without_a_key_of_one_column_there_is_no_id(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, "CREATE TABLE things (a int, b int, PRIMARY KEY (a, b))", capture: capture);
        await using var worker = await StartAsync(database);
        await database.ExecuteAsync("INSERT INTO things VALUES (1, 2); DELETE FROM things");
        var payloads = await PayloadsAsync(worker, 2);

        Assert.All(payloads, payload => Assert.Equal("", payload.GetId()));
        Assert.Equal("""{"a":1,"b":2}""", payloads[1].Data.Old!.Value.GetRawText());
    }

    private static async Task<RunningWorker> StartAsync(TestDatabase database)
    {
        var worker = await RunningWorker.BeginAsync<Payloads>(database);
        await worker.IsStreamingAsync();
        return worker;
    }

    private static async Task<EventPayload[]> PayloadsAsync(RunningWorker worker, int count)
    {
        await Eventually.IsTrueAsync(() => worker.Inbox.Payloads.Count >= count, () => $"{count} payloads arrived, and not {worker.Inbox.Payloads.Count}; the log is:\n{worker.Log}");

        // Different rows come by different lanes.
        return [.. worker.Inbox.Payloads.OrderBy(taken => taken.Context.Transaction.CommitLsn).ThenBy(taken => taken.Context.Lsn).Select(taken => taken.Payload)];
    }

    private static async Task<JsonElement?> RowAsync(TestDatabase database, int id)
    {
        var json = await database.ScalarAsync<string>($"SET TIME ZONE 'UTC'; SELECT to_jsonb(t)::text FROM things t WHERE id = {id}");
        return JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 10_000 }).RootElement;
    }

    private static void AssertRows(EventPayload payload, JsonElement? old, JsonElement? @new)
    {
        AssertSame(old, payload.Data.Old);
        AssertSame(@new, payload.Data.New);
    }

    private static void AssertSame(JsonElement? expected, JsonElement? actual)
    {
        Assert.Equal(expected is null, actual is null);
        if (expected is not null)
        {
            Assert.Null(JsonEquality.Difference(expected.Value, actual!.Value));
        }
    }
}
