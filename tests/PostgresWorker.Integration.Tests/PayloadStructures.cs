namespace PostgresWorker.Integration;

/// <summary>Columns whose values are made of others, as <see cref="PayloadValues"/> has them.</summary>
internal static class PayloadStructures
{
    public const string Types =
        """
        CREATE EXTENSION hstore; CREATE EXTENSION citext; CREATE EXTENSION ltree;
        CREATE DOMAIN pair AS int[] CHECK (array_length(VALUE, 1) = 2);
        CREATE TYPE empty AS ();
        CREATE TYPE place AS ("Street" text, at point, since timestamptz, tags text[], open bool);
        CREATE TYPE route AS (no numeric, places place[], main place, nothing empty);
        CREATE DOMAIN here AS place
        """;

    public static (string Type, string[] Values)[] All { get; } =
    [
        ("int[]", ["'{}'", "'{1,NULL,-3}'", "'[0:1]={1,2}'", "'{{1,2},{3,NULL}}'", "'[-1:0][2:2]={{1},{2}}'"]),
        ("float8[]", ["'{1e20,NaN,-0}'"]),
        ("numeric[]", ["'{1.50,Infinity}'"]),
        ("bool[]", ["'{t,f}'"]),
        ("text[]", ["""ARRAY['', NULL, 'NULL', 'null', 'a,b', '{x}', '"\', 'größe', '(', E'\n']""", """ARRAY[['a "b"', ' '], ['"', 'x']]""", "array_fill('x'::text, ARRAY[2,2,2,2,2,2])"]),
        ("timestamptz[]", ["""'{"2024-01-01 00:00:00+00",infinity}'"""]),
        ("jsonb[]", ["""ARRAY['{"a": [1]}'::jsonb, 'null'::jsonb, NULL]"""]),
        ("box[]", ["ARRAY['((1,2),(3,4))'::box, '((5,6),(7,8))'::box]"]),
        ("pair", ["'{1,2}'"]),
        ("pair[]", ["ARRAY['{1,2}'::pair, '{3,4}'::pair]"]),
        ("int4range[]", ["ARRAY['[1,2)'::int4range]"]),
        ("int2vector", ["'1 -2'", "''"]),
        ("oidvector", ["'1 4294967295'"]),
        ("bytea[]", [@"ARRAY['\x01'::bytea, '']"]),
        ("place", ["""ROW('a "b" (c), \', '(1,2)', '2024-01-01 00:00:00+00', ARRAY['x y', NULL], true)""", "ROW(NULL, NULL, NULL, NULL, NULL)", "ROW('', NULL, NULL, '{}', false)"]),
        ("here", ["ROW('x', NULL, 'infinity', NULL, NULL)"]),
        ("place[]", ["""ARRAY[ROW('a,"b', NULL, NULL, ARRAY['{'], true)::place, NULL]"""]),
        ("route", ["""ROW(1.50, ARRAY[ROW('a', '(1,2)', NULL, ARRAY['b "c"'], NULL)::place], ROW('d', NULL, NULL, NULL, false)::place, ROW()::empty)"""]),
        ("empty", ["ROW()"]),
        ("hstore", ["''", """'a=>1, "b \" c"=>"=>, \\", d=>NULL, e=>"NULL", f=>""'"""]),
        ("citext", ["'Größe'"]),
        ("ltree", ["'a.b.c'"]),
        ("citext[]", ["'{A,b}'"]),
    ];
}
