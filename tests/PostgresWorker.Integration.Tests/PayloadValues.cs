namespace PostgresWorker.Integration;

/// <summary>Columns and their values, as SQL: what to_jsonb says of each is what a payload must say.</summary>
internal static class PayloadValues
{
    public const string Types = "CREATE TYPE mood AS ENUM ('sad', 'so \"so\"'); CREATE DOMAIN price AS numeric CHECK (value >= 0); CREATE DOMAIN moment AS timestamptz";

    public static (string Type, string[] Values)[] Scalars { get; } =
    [
        ("bool", ["true", "false"]),
        ("int2", ["-32768"]),
        ("int4", ["2147483647"]),
        ("int8", ["-9223372036854775808", "0"]),
        ("float4", ["1.5", "1e-30", "3.4028235e+38", "'NaN'", "'-Infinity'", "'-0'"]),
        ("float8", ["0.1", "1e20", "-1.5e-7", "1.7976931348623157e308", "5e-324", "'Infinity'", "123456789012345680000", "1.25e15"]),
        ("numeric", ["1.50", "-0.001", "12345678901234567890123456789012345678901234567890.123456789", "'NaN'", "'-Infinity'", "('1' || repeat('0', 131071))::numeric", "('0.' || repeat('1', 16383))::numeric"]),
        ("numeric(6,-2)", ["123456"]),
        ("price", ["9.90"]),
        ("money", ["-12.34"]),
        ("oid", ["4294967295"]),
        ("text", ["''", "'größe 😀 \"quoted\" \\ / <tag> &'", "E'\\x01\\x08\\t\\r\\n\\x1f\\x7f'", "repeat('äb\"', 400000)", "U&'\\2028\\FFFD'"]),
        ("varchar(3)", ["'abc'"]),
        ("char(5)", ["'a'"]),
        ("name", ["'a name'"]),
        ("\"char\"", ["'c'"]),
        ("uuid", ["'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'"]),
        ("bytea", ["''", "'\\x00ff5c22'"]),
        ("date", ["'2024-02-29'", "'infinity'", "'-infinity'", "'0044-03-15 BC'", "'5874897-12-31'"]),
        ("time", ["'24:00:00'", "'03:04:05.6'"]),
        ("timetz", ["'03:04:05.6+05:30'"]),
        ("timestamp", ["'2024-01-01'", "'2024-01-02 03:04:05.678901'", "'infinity'", "'4713-01-01 00:00:00 BC'", "'294276-12-31 23:59:59.999999'"]),
        ("timestamptz", ["'2024-01-01 00:00:00+02'", "'2024-06-02 03:04:05.6+00'", "'-infinity'", "'0044-03-15 12:00:00+00 BC'"]),
        ("moment", ["'2024-01-01 00:00:00+00'"]),
        ("interval", ["'1 year 2 mons -3 days +04:05:06.789'", "'0'"]),
        ("json", ["'null'", "'{\"a\": [1, {\"b\": 1.50}], \"ä\": \"\\u00e4\"}'", "(repeat('[', 3000) || repeat(']', 3000))::json"]),
        ("jsonb", ["'null'", "'[1e3, \"x\", true, {}]'", "'\"a\\\"b\"'"]),
        ("xml", ["'<a b=\"c\">d</a>'"]),
        ("inet", ["'10.0.0.1/8'"]),
        ("macaddr8", ["'08:00:2b:01:02:03:04:05'"]),
        ("bit(3)", ["B'101'"]),
        ("varbit", ["B''"]),
        ("pg_lsn", ["'16/B374D848'"]),
        ("tsvector", ["'a fat cat'"]),
        ("point", ["'(1.5,-2)'"]),
        ("circle", ["'<(1,2),3>'"]),
        ("int4range", ["'[1,5)'", "'empty'", "'(,)'"]),
        ("int4multirange", ["'{[1,2),[5,7)}'"]),
        ("mood", ["'sad'", "'so \"so\"'"]),
        ("aclitem", ["'postgres=r/postgres'::aclitem"]),
        ("regclass", ["'pg_class'"]),
    ];

    /// <summary>The table <c>things</c>: an id, and a column for each value.</summary>
    public static string Table((string Type, string[] Values)[] values) =>
        $"CREATE TABLE things (id int PRIMARY KEY, {string.Join(", ", Columns(values).Select(column => $"{column.Name} {column.Type}"))})";

    public static string Insert((string Type, string[] Values)[] values) => $"INSERT INTO things VALUES (1, {string.Join(", ", Columns(values).Select(column => column.Value))})";

    public static string Insert((string Type, string[] Values)[] values, string everyValue) =>
        $"INSERT INTO things VALUES (2, {string.Join(", ", Columns(values).Select(_ => everyValue))})";

    private static IEnumerable<(string Name, string Type, string Value)> Columns((string Type, string[] Values)[] values) =>
        values.SelectMany(type => type.Values.Select(value => (type.Type, Value: value))).Select((column, i) => ($"\"C{i} {column.Type.Replace("\"", "", StringComparison.Ordinal)}\"", column.Type, column.Value));
}
