using PostgresWorker.Generated;

namespace PostgresWorker.Tests.Rows;

/// <summary>What Postgres 15.18 writes for texts, uuid and bytea.</summary>
public static partial class ServerValues
{
    private static readonly ServerValue[] Texts =
    [
        new("''::text", 25, ColumnKind.String, "", "", ""),
        new("'grüße'::text", 25, ColumnKind.String, "6772c3bcc39f65", "grüße", "grüße"),
        new("'tab\\t'::text", 25, ColumnKind.String, "7461625c74", "tab\\t", "tab\\t"),
        new("'abc'::varchar(5)", 1043, ColumnKind.String, "616263", "abc", "abc"),
        new("'abc'::char(5)", 1042, ColumnKind.String, "6162632020", "abc  ", "abc  "),
        new("'pg_class'::name", 19, ColumnKind.String, "70675f636c617373", "pg_class", "pg_class"),
        new("'<a>1</a>'::xml", 142, ColumnKind.String, "3c613e313c2f613e", "<a>1</a>", "<a>1</a>"),
        new("'{\"b\": 1, \"a\":2}'::json", 114, ColumnKind.String, "7b2262223a20312c202261223a327d", "{\"b\": 1, \"a\":2}", "{\"b\": 1, \"a\":2}"),
        new("'{\"b\": 1, \"a\":2}'::jsonb", 3802, ColumnKind.String, "017b2261223a20322c202262223a20317d", "{\"a\": 2, \"b\": 1}", "{\"a\": 2, \"b\": 1}"),
        new("'null'::jsonb", 3802, ColumnKind.String, "016e756c6c", "null", "null"),
        new("'so happy'::mood", Mood, ColumnKind.Enum, "736f206861707079", "so happy", "so happy"),
        new("'00112233-4455-6677-8899-aabbccddeeff'::uuid", 2950, ColumnKind.Guid, "00112233445566778899aabbccddeeff", "00112233-4455-6677-8899-aabbccddeeff", Guid.Parse("00112233-4455-6677-8899-aabbccddeeff")),
        new("'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid", 2950, ColumnKind.Guid, "ffffffffffffffffffffffffffffffff", "ffffffff-ffff-ffff-ffff-ffffffffffff", Guid.Parse("ffffffff-ffff-ffff-ffff-ffffffffffff")),
        new("'\\x'::bytea", 17, ColumnKind.Bytes, "", "\\x", Convert.FromHexString("")),
        new("'\\x00ff7f80'::bytea", 17, ColumnKind.Bytes, "00ff7f80", "\\x00ff7f80", Convert.FromHexString("00ff7f80")),
    ];
}
