using PostgresWorker.Integration.Types.Matrix;
using static PostgresWorker.Integration.Types.Matrix.Case;

namespace PostgresWorker.Integration.Types;

public sealed class CompositesTests(TypeRows<CompositesTests> rows) : TypeTests<CompositesTests>(rows), ITypeFamily
{
    // The attribute that is added later comes last. Dropped ones are for ChangingTypesTests: values from before the reader connects are refused then.
    static string? ITypeFamily.Schema =>
        """
        CREATE TYPE mood AS ENUM ('sad', 'so_happy', 'don''t "know", {really}');
        CREATE TYPE address AS (street text, number int);
        ALTER TYPE address ADD ATTRIBUTE since date;
        CREATE TYPE person AS (name text, home address, others address[], balance numeric, mood mood);
        CREATE TABLE houses (number int, street text);
        CREATE TYPE hollow AS (street text);
        CREATE TYPE wide AS (street text, number bigint)
        """;

    static IEnumerable<TypeCase> ITypeFamily.Cases =>
    [
        Reads<Address?>("address", "ROW('Main St', 5, '2024-01-01')", new("Main St", 5)),
        Reads<Address?>("address", "ROW('', -2147483648, NULL)", new("", int.MinValue)),
        Reads<Address?>("address", "ROW(NULL, NULL, NULL)", new(null, null)),
        Reads<Address?>("address", "ROW(E'a,b (c) \"d\" \\\\ ''e'' \\t \U0001F600 NULL', 0, NULL)", new("a,b (c) \"d\" \\ 'e' \t \U0001F600 NULL", 0)),
        Reads<Address?>("address", "ROW(repeat('x', 1048576), 1, NULL)", new(new string('x', 1024 * 1024), 1)),
        Reads<Address?>("address", "NULL", null),
        NeedsValue<Address>("address"),

        Reads("address", "ROW('Main St', 5, NULL)", new House(5)),
        Reads<House?>("address", "ROW('Main St', 5, NULL)", new House(5)),
        Reads<House?>("address", "NULL", null),
        Fails<House>("address", "NULL", "the value is NULL"),
        Fails<House>("address", "ROW('Main St', NULL, NULL)", "NULL"),
        Reads<Address?>("houses", "ROW(7, 'of a table')", new("of a table", 7)),

        Reads<Person?>("person", "ROW('Ann', ROW('Main St', 5, NULL), ARRAY[ROW('a \"b\", c', NULL, NULL), NULL]::address[], 1.50, 'so_happy')", new() { Name = "Ann", Home = new("Main St", 5), Others = [new("a \"b\", c", null), null], Balance = 1.50m, Mood = Mood.SoHappy }),
        Reads<Person?>("person", "ROW(NULL, NULL, '{}', NULL, NULL)", new() { Others = [] }),
        Reads<Person?>("person", "ROW(NULL, NULL, NULL, NULL, NULL)", new()),
        Reads<Person?>("person", "ROW('Ann', NULL, NULL, NULL, 'don''t \"know\", {really}')", new() { Name = "Ann", Mood = Mood.Unknown }),
        Fails<Person?>("person", "ROW('Ann', NULL, NULL, 'NaN', NULL)", "NaN"),

        Reads<Address?[]?>("address[]", "ARRAY[ROW('a \"b\", {c} \\ ', 1, '2024-01-01'), NULL, ROW(NULL, NULL, NULL)]::address[]", [new("a \"b\", {c} \\ ", 1), null, new(null, null)]),
        Reads<Address?[]?>("address[]", "'{}'", []),
        Reads<Address?[]?>("address[]", "NULL", null),
        Reads<List<House>?>("address[]", "ARRAY[ROW('a', 1, NULL), ROW(NULL, 2, NULL)]::address[]", [new(1), new(2)]),
        Fails<List<House>?>("address[]", "ARRAY[NULL]::address[]", "an element of the value is NULL"),

        Refused<Address?>("hollow", "number"),
        Refused<Address?>("wide", "bigint"),
        Refused<Address?>("text", "declare it as string"),
        Refused<Address?>("address[]", "[]"),
        Refused<int>("address", "declare it as"),
    ];
}
