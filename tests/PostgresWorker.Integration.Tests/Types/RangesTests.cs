using NpgsqlTypes;
using PostgresWorker.Integration.Types.Matrix;
using static PostgresWorker.Integration.Types.Matrix.Case;

namespace PostgresWorker.Integration.Types;

public sealed class RangesTests(TypeRows<RangesTests> rows) : TypeTests<RangesTests>(rows), ITypeFamily
{
    static string? ITypeFamily.Schema =>
        "CREATE TYPE floatrange AS RANGE (subtype = float8); CREATE TYPE textrange AS RANGE (subtype = text, collation = \"C\"); CREATE TYPE timerange AS RANGE (subtype = time)";

    static IEnumerable<TypeCase> ITypeFamily.Cases => [.. Ranges, .. Multiranges];

    private static IEnumerable<TypeCase> Ranges =>
    [
        Reads("int4range", "'[-2147483648,2147483647)'", HalfOpen(int.MinValue, int.MaxValue)),
        Reads("int4range", "'[1,3]'", HalfOpen(1, 4)),
        Reads("int4range", "'empty'", NpgsqlRange<int>.Empty),
        Reads("int4range", "'(,)'", new NpgsqlRange<int>(0, false, true, 0, false, true)),
        Reads("int4range", "'(,5)'", new NpgsqlRange<int>(0, false, true, 5, false, false)),
        Reads("int4range", "'[5,)'", new NpgsqlRange<int>(5, true, false, 0, false, true)),
        Reads<NpgsqlRange<int>?>("int4range", "NULL", null),
        Fails<NpgsqlRange<int>>("int4range", "NULL", "the value is NULL"),
        Reads("int8range", "'[-9223372036854775808,9223372036854775807)'", HalfOpen(long.MinValue, long.MaxValue)),
        Refused<NpgsqlRange<int>>("int8range", "NpgsqlRange<long>"),
        Refused<NpgsqlRange<int>>("integer", "declare it as int"),
        Refused<int>("int4range", "NpgsqlRange<int>"),

        Reads("numrange", "'[1.50,2.5]'", new NpgsqlRange<decimal>(1.50m, true, 2.5m, true)),
        Reads("numrange", "'(1.50,2.5)'", new NpgsqlRange<decimal>(1.50m, false, 2.5m, false)),
        Reads("numrange", "'empty'", NpgsqlRange<decimal>.Empty),
        Fails<NpgsqlRange<decimal>>("numrange", "'[1,NaN]'", "NaN"),
        Fails<NpgsqlRange<decimal>>("numrange", "'[1,Infinity]'", "nfinit"),

        Reads("daterange", "'[0001-01-01,9999-12-31)'", HalfOpen(DateOnly.MinValue, DateOnly.MaxValue)),
        Fails<NpgsqlRange<DateOnly>>("daterange", "'[2024-01-01,infinity)'", "infinite"),
        Reads("tsrange", "'[2024-02-29 12:34:56.789012,2024-03-01)'", HalfOpen(new DateTime(2024, 2, 29, 12, 34, 56, 789, 12), new DateTime(2024, 3, 1))),
        Fails<NpgsqlRange<DateTime>>("tsrange", "'[-infinity,2024-03-01)'", "infinite"),
        Reads("tsrange", "'(,)'", new NpgsqlRange<DateTime>(default, false, true, default, false, true)),
        Reads("tstzrange", "'[2024-02-29 12:00:00+02,2024-03-01Z)'", HalfOpen(new DateTime(2024, 2, 29, 10, 0, 0, DateTimeKind.Utc), new DateTime(2024, 3, 1, 0, 0, 0, DateTimeKind.Utc))),
        Reads("tstzrange", "'[2024-02-29 12:00:00+02,)'", new NpgsqlRange<DateTimeOffset>(new(2024, 2, 29, 10, 0, 0, TimeSpan.Zero), true, false, default, false, true)),

        Reads("floatrange", "'[0.1,Infinity)'", new NpgsqlRange<double>(0.1, true, double.PositiveInfinity, false)),
        Reads("timerange", "'[08:00,17:30)'", HalfOpen(new TimeOnly(8, 0), new TimeOnly(17, 30))),
        Reads("textrange", "'[\"\",b)'", new NpgsqlRange<string>("", true, "b", false)),
        Reads("textrange", "textrange('a,\"\\ ]', 'b)')", new NpgsqlRange<string>("a,\"\\ ]", true, "b)", false)),
        Reads("textrange", "'(,)'", new NpgsqlRange<string>("", false, true, "", false, true)),
    ];

    private static IEnumerable<TypeCase> Multiranges =>
    [
        Reads<NpgsqlRange<int>[]?>("int4multirange", "'{}'", []),
        Reads<NpgsqlRange<int>[]?>("int4multirange", "'{[1,3),[5,9)}'", [HalfOpen(1, 3), HalfOpen(5, 9)]),
        Reads<NpgsqlRange<int>[]?>("int4multirange", "'{(,)}'", [new(0, false, true, 0, false, true)]),
        Reads<NpgsqlRange<int>[]?>("int4multirange", "NULL", null),
        NeedsValue<NpgsqlRange<int>[]>("int4multirange"),
        Reads<List<NpgsqlRange<int>>?>("int4multirange", "'{[1,3),[5,9)}'", [HalfOpen(1, 3), HalfOpen(5, 9)]),
        Reads<NpgsqlRange<decimal>[]?>("nummultirange", "'{(1.50,2],[3,)}'", [new(1.50m, false, 2m, true), new(3m, true, false, 0, false, true)]),
        Fails<NpgsqlRange<decimal>[]?>("nummultirange", "'{[1,NaN]}'", "NaN"),
        Reads<NpgsqlRange<DateTime>[]?>("tsmultirange", "'{[2024-02-29 12:34:56,2024-03-01)}'", [HalfOpen(new DateTime(2024, 2, 29, 12, 34, 56), new DateTime(2024, 3, 1))]),
        Reads<NpgsqlRange<string>[]?>("textmultirange", "textmultirange(textrange('a,\"\\ }', 'b'), textrange('{', NULL))", [new("a,\"\\ }", true, "b", false), new("{", true, false, "", false, true)]),
        Refused<NpgsqlRange<int>>("int4multirange", "NpgsqlRange<int>[]"),
        Refused<NpgsqlRange<int>[]?>("int8multirange", "NpgsqlRange<long>[]"),
    ];

    private static NpgsqlRange<T> HalfOpen<T>(T lower, T upper) => new(lower, true, upper, false);
}
