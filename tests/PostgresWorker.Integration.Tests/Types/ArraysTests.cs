using System.Net;
using System.Text.Json;
using NpgsqlTypes;
using PostgresWorker.Integration.Types.Matrix;
using static PostgresWorker.Integration.Types.Matrix.Case;

namespace PostgresWorker.Integration.Types;

/// <summary>Arrays as such; <see cref="ArrayElementsTests"/> has one of each element.</summary>
public sealed class ArraysTests(TypeRows<ArraysTests> rows) : TypeTests<ArraysTests>(rows), ITypeFamily
{
    private const string OneDimension = "only one is read", PartIsNull = "an element of the value is NULL";

    static IEnumerable<TypeCase> ITypeFamily.Cases =>
    [
        Reads<int[]?>("integer[]", "'{}'", []),
        Reads<int[]?>("integer[]", "'{-2147483648,0,2147483647}'", [int.MinValue, 0, int.MaxValue]),
        Reads<int[]?>("integer[]", "'[0:2]={1,2,3}'", [1, 2, 3]),
        Reads<int[]?>("integer[]", "'[-5:-5]={7}'", [7]),
        Reads<int[]?>("integer[]", "ARRAY(SELECT generate_series(1, 100000))", [.. Enumerable.Range(1, 100_000)]),
        Reads<int[]?>("integer[]", "NULL", null),
        NeedsValue<int[]>("integer[]"),
        Reads<int?[]?>("integer[]", "'{1,NULL,3}'", [1, null, 3]),
        Reads<int?[]?>("integer[]", "'{NULL}'", [null]),
        Fails<int[]?>("integer[]", "'{1,NULL,3}'", PartIsNull),
        Fails<int[]?>("integer[]", "'{{1,2},{3,4}}'", OneDimension),
        Fails<int?[]?>("integer[]", "'[0:0][0:0]={{1}}'", OneDimension),
        Fails<List<int>?>("integer[]", "'{{1,2},{3,4}}'", OneDimension),
        Fails<long[]?>("integer[]", "'{{{1}}}'", OneDimension),
        Reads<long[]?>("integer[]", "'{1,2}'", [1, 2]),
        Refused<int[]?>("bigint[]", "long[]"),
        Refused<int[]?>("integer", "declare it as int"),
        Refused<int>("integer[]", "int[]"),
        Refused<double[]?>("numeric[]", "decimal[]"),

        Reads<List<int>?>("integer[]", "'{}'", []),
        Reads<List<int>?>("integer[]", "'[0:2]={1,2,3}'", [1, 2, 3]),
        Reads<List<int>?>("integer[]", "NULL", null),
        NeedsValue<List<int>>("integer[]"),
        Reads<List<string?>?>("text[]", "'{a,NULL,\"NULL\"}'", ["a", null, "NULL"]),

        Reads<string?[]?>("text[]", "'{}'", []),
        Reads<string?[]?>("text[]", "'{\"\",\" \",\"NULL\",null\\,,\"a,b\",\"{c}\",\"q\\\"q\",\"b\\\\s\",\U0001F600}'", ["", " ", "NULL", "null,", "a,b", "{c}", "q\"q", "b\\s", "\U0001F600"]),
        Reads<string?[]?>("text[]", "ARRAY[E'tab\\t', E'line\\n', E'\\x01', '''']", ["tab\t", "line\n", "\x01", "'"]),
        Reads<string?[]?>("text[]", "ARRAY[repeat('x', 1048576)]", [new string('x', 1024 * 1024)]),
        Reads<string?[]?>("text[]", "'{NULL,\"NULL\"}'", [null, "NULL"]),
        FailsRequired<string[]>("text[]", "'{NULL}'", PartIsNull),
        Fails<string?[]?>("text[]", "'{{a},{b}}'", OneDimension),

        Reads<decimal[]?>("numeric[]", "'{1.50,-0.001}'", [1.50m, -0.001m]),
        Fails<decimal[]?>("numeric[]", "'{1,NaN}'", "NaN"),
        Fails<DateTime[]?>("timestamp[]", "'{2024-01-01,infinity}'", "infinite"),
        Fails<TimeOnly[]?>("time[]", "'{24:00:00}'", "24:00:00 is no TimeOnly"),
        Fails<IPAddress[]?>("inet[]", "'{10.0.0.1/8}'", "netmask"),

        // The one type whose elements stand between semicolons.
        Reads<NpgsqlBox[]?>("box[]", "'{(3,5),(1,2);(1,1),(0,0)}'", [new(5, 3, 2, 1), new(1, 1, 0, 0)]),

        Reads<JsonElement[]?>("jsonb[]", "ARRAY['{\"a\": [1, \"x,y\"]}', 'null', '\"s\"', '[2]']::jsonb[]", [Json("{\"a\":[1,\"x,y\"]}"), Json("null"), Json("\"s\""), Json("[2]")]),
        Reads<JsonElement?[]?>("jsonb[]", "ARRAY['1', NULL]::jsonb[]", [Json("1"), null]),
        .. Texts("text[][]", "'{{a,b},{c,NULL}}'"),
        .. Texts("integer[]", "'{{{1,2}},{{3,NULL}}}'"),
    ];

    private static JsonElement Json(string json) => JsonElement.Parse(json);
}
