using System.Text.Json.Nodes;
using Npgsql;
using PostgresWorker.ThrowAway;

namespace PostgresWorker.Aot;

/// <summary>
/// Every shape of listener under Native AOT, from a module of another assembly: readers of arrays, composites, JSON and ranges are generic code, which is where
/// "no warning" and "works" could part.
/// </summary>
public sealed class NativeShapesTests(PublishedWorker published)
{
    private const string Parcel =
        """
        INSERT INTO parcels VALUES (9007199254740993, '{2,-3,2147483647}', '{hello,NULL}', ('Main Street', 5), ARRAY[('Harbour', NULL)::address, NULL],
            '{"Fragile": true, "Marks": ["up", "dry"]}', '[3,7]', 70000, 79228162514264337593543950335, 12345678901234567890123456789012345678901, repeat('x', 10000))
        """;

    private const string Rest =
        """
        UPDATE parcels SET priority = -1;
        INSERT INTO readings SELECT id, CASE id WHEN 7 THEN 120.5 ELSE id END FROM generate_series(1, 20) id;
        SELECT pg_logical_emit_message(true, 'audit', 'checked'), pg_logical_emit_message(true, 'paid', '{"Order":7,"Amount":9.90}')
        """;

    private static readonly string[] Expected =
    [
        "parcel 9007199254740993; sizes 2 -3 2147483647; notes hello (null); to Main Street 5; over Harbour (null) and nowhere; fragile True up dry; days 3 to before 8; "
            + "priority High; price 79228162514264337593543950335; units 12345678901234567890123456789012345678901; label of 10000",
        "label of 9007199254740993: unchanged; priority Low; public.parcels",
        "batch of 10: 1 to 10, 168.5 degrees",
        "batch of 10: 11 to 20, 155 degrees",
        "message audit: checked, transactional True",
        "paid 7: 9.90",
    ];

    [Fact]
    public async Task Every_shape_of_listener_gets_its_typed_values()
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromMinutes(2));
        var ct = deadline.Token;
        await using var server = await ThrowAwayPostgres.StartAsync(ct: ct);
        await using var database = NpgsqlDataSource.Create(server.ConnectionString);
        await database.ExecuteAsync(Schema.Items);
        await database.ExecuteAsync(Schema.Shapes);

        // One lane, so that the batches are known.
        await using var worker = published.Start(server, ("Shapes", "yes"), ("PostgresWorker__Sources__shapes__MaxConcurrency", "1"));
        foreach (var source in new[] { "test", "shapes", "untyped" })
        {
            await worker.LineAsync(line => line.Contains($"Source {source} reads changes from slot", StringComparison.Ordinal), ct);
        }

        await database.ExecuteAsync(Parcel);
        var row = await database.TextAsync("SELECT to_jsonb(parcels)::text FROM parcels");
        await database.ExecuteAsync(Rest);

        foreach (var expected in Expected)
        {
            await worker.LineAsync(line => line == expected, ct);
        }

        AssertPayload(row, "json ", await worker.LineAsync(line => line.StartsWith("json", StringComparison.Ordinal), ct));
        AssertPayload(row, "payload 9007199254740993 ", await worker.LineAsync(line => line.StartsWith("payload", StringComparison.Ordinal), ct));
        await worker.UntilAsync(async _ => await database.TextAsync("SELECT string_agg(reading_id || ': ' || celsius, ' ') FROM alarms") == "7: 120.5", ct);

        // The payloads' source is sent text; the others are still sent binary.
        Assert.Equal("shapes test", await database.TextAsync(
            """
            SELECT string_agg(substring(query FROM 'SLOT "?postgres_worker_(\w+)'), ' ' ORDER BY query COLLATE "C")
            FROM pg_stat_activity WHERE query ~ '^START_REPLICATION.*binary"? ''true'''
            """));
        Assert.Equal(0, await worker.StopAsync(ct));
    }

    private static void AssertPayload(string row, string begin, string line)
    {
        Assert.StartsWith(begin, line, StringComparison.Ordinal);
        var payload = JsonNode.Parse(line[begin.Length..])!;
        Assert.Equal("INSERT", payload["action"]!.GetValue<string>());
        Assert.Equal("parcels", payload["table"]!.GetValue<string>());
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(row), payload["data"]!["new"]), line);
    }
}
