using System.Text;
using System.Text.Json;

namespace PostgresWorker.Abstractions.Tests;

public sealed class EventPayloadTests
{
    private const string Json = """
        {"event_id":"00112233445566778899aabbccddeeff","table":"orders","action":"UPDATE","data":{"old_id":"1","new_id":"2","old":{"id":1},"new":{"id":2,"note":null}},"source":"shop","schema":"sales","commit_time":"2024-02-29T12:00:00+00:00"}
        """;

    [Fact]
    public void What_is_read_is_written_the_same()
    {
        Assert.Equal(Json, EventPayload.Parse(Json).ToJson());
        Assert.Equal(Json, EventPayload.Parse(Encoding.UTF8.GetBytes(Json)).ToJson());
    }

    [Fact]
    public void Every_field_is_read()
    {
        var payload = EventPayload.Parse(Json);

        Assert.Equal(
            ("00112233445566778899aabbccddeeff", "orders", "UPDATE", "shop", "sales", new DateTimeOffset(2024, 2, 29, 12, 0, 0, TimeSpan.Zero)),
            (payload.EventId, payload.Table, payload.Action, payload.Source, payload.Schema, payload.CommitTime));
        Assert.Equal(("1", "2", false), (payload.Data.OldId, payload.Data.NewId, payload.Data.IsTooLongPayload));
        Assert.Equal(1, payload.Data.Old!.Value.GetProperty("id").GetInt32());
        Assert.Equal(JsonValueKind.Null, payload.Data.New!.Value.GetProperty("note").ValueKind);
    }

    [Theory]
    [InlineData("1", "2", "2")]
    [InlineData("1", "", "1")]
    [InlineData("", "2", "2")]
    [InlineData("", "", "")]
    public void The_id_is_the_new_one_else_the_old_one(string old, string @new, string expected)
    {
        var payload = EventPayload.Parse(Json);

        Assert.Equal(expected, (payload with { Data = payload.Data with { OldId = old, NewId = @new } }).GetId());
    }

    [Fact]
    public void What_is_left_out_has_its_default()
    {
        var payload = EventPayload.Parse("""{"event_id":"e","table":"orders","action":"DELETE","data":{"is_too_long_payload":true}}""");

        Assert.Equal(("default", "public", ""), (payload.Source, payload.Schema, payload.GetId()));
        Assert.True(payload.Data is { IsTooLongPayload: true, Old: null, New: null });
    }

    [Fact]
    public void Rows_may_be_nested_as_deep_as_in_postgres()
    {
        var deep = Json.Replace("""{"id":1}""", $"{new string('[', 2000)}{new string(']', 2000)}", StringComparison.Ordinal);

        Assert.Equal(deep, EventPayload.Parse(deep).ToJson());
    }

    [Theory]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"event_id":"e","table":"orders","action":"DELETE"}""")]
    public void What_is_no_payload_is_refused(string json)
    {
        Assert.Throws<JsonException>(() => EventPayload.Parse(json));
        Assert.Throws<JsonException>(() => EventPayload.Parse(Encoding.UTF8.GetBytes(json)));
    }
}
