using PostgresWorker.Generated;

namespace PostgresWorker.Tests.Rows;

/// <summary>What Postgres 15.18 writes for json, jsonb, hstore, bytea and whole intervals.</summary>
public static partial class ServerValues
{
    private static readonly ServerValue[] Documents =
    [
        new("'{\"a\": [1, {\"b\": null}], \"c\": \"\\u00e9\"}'::json", 114, ColumnKind.JsonElement, "7b2261223a205b312c207b2262223a206e756c6c7d5d2c202263223a20225c7530306539227d", "{\"a\": [1, {\"b\": null}], \"c\": \"\\u00e9\"}", new JsonForm("{\"a\": [1, {\"b\": null}], \"c\": \"\\u00e9\"}")),
        new("'{\"a\": [1, {\"b\": null}], \"c\": \"\\u00e9\"}'::json", 114, ColumnKind.JsonDocument, "7b2261223a205b312c207b2262223a206e756c6c7d5d2c202263223a20225c7530306539227d", "{\"a\": [1, {\"b\": null}], \"c\": \"\\u00e9\"}", new JsonForm("{\"a\": [1, {\"b\": null}], \"c\": \"\\u00e9\"}")),
        new("'{\"a\": [1, {\"b\": null}], \"c\": \"\\u00e9\"}'::jsonb", 3802, ColumnKind.JsonElement, "017b2261223a205b312c207b2262223a206e756c6c7d5d2c202263223a2022c3a9227d", "{\"a\": [1, {\"b\": null}], \"c\": \"é\"}", new JsonForm("{\"a\": [1, {\"b\": null}], \"c\": \"é\"}")),
        new("'{\"a\": [1, {\"b\": null}], \"c\": \"\\u00e9\"}'::jsonb", 3802, ColumnKind.JsonDocument, "017b2261223a205b312c207b2262223a206e756c6c7d5d2c202263223a2022c3a9227d", "{\"a\": [1, {\"b\": null}], \"c\": \"é\"}", new JsonForm("{\"a\": [1, {\"b\": null}], \"c\": \"é\"}")),
        new("'null'::json", 114, ColumnKind.JsonElement, "6e756c6c", "null", new JsonForm("null")),
        new("'null'::json", 114, ColumnKind.JsonDocument, "6e756c6c", "null", new JsonForm("null")),
        new("'null'::jsonb", 3802, ColumnKind.JsonElement, "016e756c6c", "null", new JsonForm("null")),
        new("'null'::jsonb", 3802, ColumnKind.JsonDocument, "016e756c6c", "null", new JsonForm("null")),
        new("'1'::json", 114, ColumnKind.JsonElement, "31", "1", new JsonForm("1")),
        new("'1'::json", 114, ColumnKind.JsonDocument, "31", "1", new JsonForm("1")),
        new("'1'::jsonb", 3802, ColumnKind.JsonElement, "0131", "1", new JsonForm("1")),
        new("'1'::jsonb", 3802, ColumnKind.JsonDocument, "0131", "1", new JsonForm("1")),
        new("'\"x\"'::json", 114, ColumnKind.JsonElement, "227822", "\"x\"", new JsonForm("\"x\"")),
        new("'\"x\"'::json", 114, ColumnKind.JsonDocument, "227822", "\"x\"", new JsonForm("\"x\"")),
        new("'\"x\"'::jsonb", 3802, ColumnKind.JsonElement, "01227822", "\"x\"", new JsonForm("\"x\"")),
        new("'\"x\"'::jsonb", 3802, ColumnKind.JsonDocument, "01227822", "\"x\"", new JsonForm("\"x\"")),
        new("'[]'::json", 114, ColumnKind.JsonElement, "5b5d", "[]", new JsonForm("[]")),
        new("'[]'::json", 114, ColumnKind.JsonDocument, "5b5d", "[]", new JsonForm("[]")),
        new("'[]'::jsonb", 3802, ColumnKind.JsonElement, "015b5d", "[]", new JsonForm("[]")),
        new("'[]'::jsonb", 3802, ColumnKind.JsonDocument, "015b5d", "[]", new JsonForm("[]")),
        new("'1.10'::json", 114, ColumnKind.JsonElement, "312e3130", "1.10", new JsonForm("1.10")),
        new("'1.10'::json", 114, ColumnKind.JsonDocument, "312e3130", "1.10", new JsonForm("1.10")),
        new("'1.10'::jsonb", 3802, ColumnKind.JsonElement, "01312e3130", "1.10", new JsonForm("1.10")),
        new("'1.10'::jsonb", 3802, ColumnKind.JsonDocument, "01312e3130", "1.10", new JsonForm("1.10")),
        new("'{\"A\": 1}'::jsonb", 3802, ColumnKind.Json, "017b2241223a20317d", "{\"A\": 1}", "A=1"),
        new("'[]'::jsonb", 3802, ColumnKind.Json, "015b5d", "[]", Misfit("is not that of a Point (at line 1, byte ")),
        new("'null'::json", 114, ColumnKind.Json, "6e756c6c", "null", Misfit("null of JSON")),
        new("''::hstore", Hstore, ColumnKind.Hstore, "00000000", "", new Dictionary<string, string?>()),
        new("'a=>1,b=>NULL'::hstore", Hstore, ColumnKind.Hstore, "00000002000000016100000001310000000162ffffffff", "\"a\"=>\"1\", \"b\"=>NULL", new Dictionary<string, string?> { ["a"] = "1", ["b"] = null }),
        new("'\"q\\\"\\\\ \"=>\"\",\"\"=>\"é, =>\"'::hstore", Hstore, ColumnKind.Hstore, "000000020000000000000006c3a92c203d3e0000000471225c2000000000", "\"\"=>\"é, =>\", \"q\\\"\\\\ \"=>\"\"", new Dictionary<string, string?> { ["q\"\\ "] = "", [""] = "é, =>" }),
        new("'a=>\"NULL\"'::hstore", Hstore, ColumnKind.Hstore, "000000010000000161000000044e554c4c", "\"a\"=>\"NULL\"", new Dictionary<string, string?> { ["a"] = "NULL" }),
        new("'\\x'::bytea", 17, ColumnKind.Memory, "", "\\x", Convert.FromHexString("")),
        new("'\\x00ff'::bytea", 17, ColumnKind.Memory, "00ff", "\\x00ff", Convert.FromHexString("00ff")),
        new("'1 year -2 mons +3 days -04:05:06.789'::interval", 1186, ColumnKind.Interval, "fffffffc93683578000000030000000a", "10 mons 3 days -04:05:06.789", new IntervalValue(10, 3, -14706789000)),
        new("'-178956970 years -8 mons'::interval", 1186, ColumnKind.Interval, "00000000000000000000000080000000", "-178956970 years -8 mons", new IntervalValue(-2147483648, 0, 0)),
        new("'2147483647 days'::interval", 1186, ColumnKind.Interval, "00000000000000007fffffff00000000", "2147483647 days", new IntervalValue(0, 2147483647, 0)),
        new("'00:00:00'::interval", 1186, ColumnKind.Interval, "00000000000000000000000000000000", "00:00:00", new IntervalValue(0, 0, 0)),
        new("'-2562047788:00:54.775807'::interval", 1186, ColumnKind.Interval, "80000000000000010000000000000000", "-2562047788:00:54.775807", new IntervalValue(0, 0, -9223372036854775807)),
        new("'1 mon'::interval", 1186, ColumnKind.Interval, "00000000000000000000000000000001", "1 mon", new IntervalValue(1, 0, 0)),
    ];
}
