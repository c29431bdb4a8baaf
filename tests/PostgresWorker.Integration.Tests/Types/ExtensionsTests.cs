using PostgresWorker.Integration.Types.Matrix;
using static PostgresWorker.Integration.Types.Matrix.Case;

namespace PostgresWorker.Integration.Types;

/// <summary>Types whose OIDs differ from database to database; the last ones nobody knows.</summary>
public sealed class ExtensionsTests(TypeRows<ExtensionsTests> rows) : TypeTests<ExtensionsTests>(rows), ITypeFamily
{
    static IEnumerable<TypeCase> ITypeFamily.Cases => [.. Of("hstore", Hstore), .. Of("citext", Citext), .. Unknown];

    private static TypeCase[] Hstore =>
    [
        Reads<Dictionary<string, string?>?>("hstore", "''", []),
        Reads<Dictionary<string, string?>?>("hstore", "'a=>1, b=>NULL, \"\"=>\"\"'", new() { ["a"] = "1", ["b"] = null, [""] = "" }),
        Reads<Dictionary<string, string?>?>("hstore", "hstore('a\"=>,\\ ', E'NULL \\t \U0001F600 ''')", new() { ["a\"=>,\\ "] = "NULL \t \U0001F600 '" }),
        Reads<Dictionary<string, string?>?>("hstore", "hstore('long', repeat('x', 1048576))", new() { ["long"] = new string('x', 1024 * 1024) }),
        Reads<Dictionary<string, string?>?>("hstore", "NULL", null),
        NeedsValue<Dictionary<string, string?>>("hstore"),
        Reads<Dictionary<string, string?>?[]?>("hstore[]", "ARRAY['a=>\"b,c\"', NULL]::hstore[]", [new() { ["a"] = "b,c" }, null]),
        Refused<int>("hstore", "Dictionary<string, string?>"),
    ];

    private static TypeCase[] Citext =>
    [
        Reads<string?>("citext", "'MiXed \U0001F600'", "MiXed \U0001F600"),
        Reads<string?>("citext", "''", ""),
        Reads<string?>("citext", "NULL", null),
        NeedsValue<string>("citext"),
        Reads("citext", "'so_happy'", Mood.SoHappy),
        Reads<string?[]?>("citext[]", "'{A,\"b c\"}'", ["A", "b c"]),
        Refused<int>("citext", "declare it as string"),
    ];

    private static IEnumerable<TypeCase> Unknown =>
    [
        .. Of("cube", [.. Texts("cube", "'(1,2,3),(4,5,6)'", "'(0)'", "NULL"), Refused<double[]?>("cube", "declare it as string")]),
        .. Of("ltree", [.. Texts("ltree", "'Top.Science.Astronomy'", "''"), .. Texts("lquery", "'*.Astro*@'"), .. Texts("ltree[]", "'{a.b,NULL}'")]),
        .. Of("isn", [.. Texts("isbn13", "'978-0-393-04002-9'"), .. Texts("ean13", "'9780393040029'")]),
        .. Of("seg", [.. Texts("seg", "'1.5 .. 2.50'")]),
        .. Of("intarray", [.. Texts("query_int", "'1&(2|3)'")]),
        .. Of("lo", Reads<long>("lo", "4294967295", uint.MaxValue)),
    ];
}
