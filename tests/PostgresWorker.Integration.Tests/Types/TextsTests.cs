using PostgresWorker.Integration.Types.Matrix;
using static PostgresWorker.Integration.Types.Matrix.Case;

namespace PostgresWorker.Integration.Types;

public sealed class TextsTests(TypeRows<TextsTests> rows) : TypeTests<TextsTests>(rows), ITypeFamily
{
    // What JSON escapes, what SQL quotes, and what takes two UTF-16 units.
    private const string Odd = "E'\\x01\\t\\n\\\\ \"quoted\" ''single'' / \U0001F600 e\u0301 \uFFFD'";

    static IEnumerable<TypeCase> ITypeFamily.Cases =>
    [
        Reads<string?>("text", "''", ""),
        Reads<string?>("text", "' '", " "),
        Reads<string?>("text", "'NULL'", "NULL"),
        Reads<string?>("text", Odd, "\x01\t\n\\ \"quoted\" 'single' / \U0001F600 e\u0301 \uFFFD"),
        Reads<string?>("text", "repeat('\U0001F600', 262144)", string.Concat(Enumerable.Repeat("\U0001F600", 262_144))),
        Reads<string?>("text", "NULL", null),
        NeedsValue<string>("text"),

        Reads("text", "'x'", 'x'),
        Reads("text", "'\u20AC'", '\u20AC'),
        Reads<char?>("text", "NULL", null),
        Fails<char>("text", "NULL", "the value is NULL"),
        Fails<char>("text", "''", "UTF-16"),
        Fails<char>("text", "'xy'", "UTF-16"),
        Fails<char>("text", "'\U0001F600'", "UTF-16"),

        Reads<string?>("varchar", "'\U0001F600'", "\U0001F600"),
        Reads<string?>("varchar(3)", "'abc'", "abc"),
        Reads<string?>("varchar(3)", "''", ""),
        Reads<string?>("char(5)", "'ab'", "ab   "),
        Reads<string?>("char(5)", "''", "     "),
        Reads<string?>("char(5)", "'\U0001F600'", "\U0001F600    "),
        Reads<string?>("char(5)", "NULL", null),
        Reads("char(1)", "'y'", 'y'),
        Reads("char(1)", "''", ' '),

        Reads<string?>("name", "'order'", "order"),
        Reads<string?>("name", "repeat('n', 63)", new string('n', 63)),
        Reads<string?>("xml", "'<a b=\"1\">&amp;</a>'", "<a b=\"1\">&amp;</a>"),
        Reads<string?>("xml", "NULL", null),

        Reads("uuid", "'00000000-0000-0000-0000-000000000000'", Guid.Empty),
        Reads("uuid", "'ffffffff-ffff-ffff-ffff-ffffffffffff'", Guid.AllBitsSet),
        Reads("uuid", "'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'", new Guid("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11")),
        Reads<Guid?>("uuid", "NULL", null),
        Fails<Guid>("uuid", "NULL", "the value is NULL"),

        Refused<int>("text", "declare it as string"),
        Refused<Guid>("text", "declare it as string"),
        Refused<DateTime>("varchar", "declare it as string"),
        Refused<byte[]?>("text", "declare it as string"),
        Refused<char>("uuid", "declare it as Guid"),
    ];
}
