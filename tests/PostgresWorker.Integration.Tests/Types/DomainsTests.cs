using NpgsqlTypes;
using PostgresWorker.Integration.Types.Matrix;
using static PostgresWorker.Integration.Types.Matrix.Case;

namespace PostgresWorker.Integration.Types;

public sealed class DomainsTests(TypeRows<DomainsTests> rows) : TypeTests<DomainsTests>(rows), ITypeFamily
{
    static string? ITypeFamily.Schema =>
        """
        CREATE DOMAIN positive AS int CHECK (value > 0);
        CREATE DOMAIN small AS positive CHECK (value < 1000);
        CREATE DOMAIN tiny AS small CHECK (value < 10);
        CREATE DOMAIN money_amount AS numeric(12,2);
        CREATE DOMAIN code AS char(4);
        CREATE TYPE mood AS ENUM ('sad', 'so_happy', 'don''t "know", {really}');
        CREATE DOMAIN feeling AS mood;
        CREATE DOMAIN smalls AS small[];
        CREATE DOMAIN few AS smalls CHECK (cardinality(value) < 4);
        CREATE TYPE address AS (street text, number small);
        CREATE DOMAIN home AS address;
        CREATE DOMAIN second_home AS home;
        CREATE DOMAIN span AS int4range;
        CREATE DOMAIN moment AS timestamptz(3);
        CREATE DOMAIN settings AS jsonb;
        CREATE TYPE person AS (name text, home second_home, others address[], balance money_amount, mood feeling);
        CREATE TYPE smallrange AS RANGE (subtype = small)
        """;

    static IEnumerable<TypeCase> ITypeFamily.Cases =>
    [
        Reads("positive", "2147483647", int.MaxValue),
        Reads<int?>("positive", "NULL", null),
        Reads("tiny", "9", 9),
        Reads<long>("tiny", "9", 9),
        Fails<int>("tiny", "NULL", "the value is NULL"),
        Refused<short>("tiny", "declare it as int"),
        Reads("money_amount", "9999999999.9", 9999999999.90m),
        Fails<decimal>("money_amount", "'NaN'", "NaN"),
        Reads<string?>("code", "'ab'", "ab  "),
        Reads("feeling", "'so_happy'", Mood.SoHappy),
        Reads("moment", "'2024-02-29 12:34:56.7894Z'", new DateTimeOffset(2024, 2, 29, 12, 34, 56, 789, TimeSpan.Zero)),
        Reads<Settings?>("settings", "'{\"theme\": \"dark\", \"size\": 1}'", new("dark", 1)),
        Reads("span", "'[1,5]'", new NpgsqlRange<int>(1, true, 6, false)),
        Reads("smallrange", "'[1,5)'", new NpgsqlRange<int>(1, true, 5, false)),

        Reads<int[]?>("tiny[]", "'{1,2}'", [1, 2]),
        Reads<int[]?>("smalls", "'{1,2}'", [1, 2]),
        Reads<int[]?>("few", "'{}'", []),
        Reads<int[]?>("few", "'[0:1]={1,2}'", [1, 2]),
        Reads<int?[]?>("few", "'{1,NULL}'", [1, null]),
        Fails<int[]?>("few", "'{{1},{2}}'", "one dimension"),
        Reads<Mood[]?>("feeling[]", "'{sad}'", [Mood.Sad]),
        Refused<short[]?>("few", "int[]"),

        Reads<Address?>("home", "ROW('Main St', 5)", new("Main St", 5)),
        Reads<Address?>("second_home", "ROW(NULL, NULL)", new(null, null)),
        Reads<Address?>("second_home", "NULL", null),
        Reads<Address?[]?>("second_home[]", "ARRAY[ROW('a, \"b\"', 5), NULL]::second_home[]", [new("a, \"b\"", 5), null]),
        Reads<Person?>("person", "ROW('Ann', ROW('Main St', 5), ARRAY[ROW('a', 1)]::address[], 1.5, 'sad')", new() { Name = "Ann", Home = new("Main St", 5), Others = [new("a", 1)], Balance = 1.50m, Mood = Mood.Sad }),
    ];
}
