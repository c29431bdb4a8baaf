using PostgresWorker.Integration.Types.Matrix;
using static PostgresWorker.Integration.Types.Matrix.Case;

namespace PostgresWorker.Integration.Types;

/// <summary>Types that have no C# type of their own: string always works, and some have another.</summary>
public sealed class OtherTypesTests(TypeRows<OtherTypesTests> rows) : TypeTests<OtherTypesTests>(rows), ITypeFamily
{
    static IEnumerable<TypeCase> ITypeFamily.Cases =>
    [
        Reads("pg_lsn", "'0/0'", Lsn.None),
        Reads("pg_lsn", "'FFFFFFFF/FFFFFFFF'", new Lsn(ulong.MaxValue)),
        Reads<Lsn?>("pg_lsn", "NULL", null),
        Fails<Lsn>("pg_lsn", "NULL", "the value is NULL"),

        Reads<byte>("\"char\"", "'A'", 65),
        Reads("\"char\"", "'A'", 'A'),
        Reads<byte?>("\"char\"", "NULL", null),
        .. Texts("\"char\"", "''", "' '", "NULL"),

        .. Texts("money", "'-92233720368547758.08'", "'92233720368547758.07'", "0", "NULL"),
        Refused<decimal>("money", "declare it as string"),
        .. Texts("tsvector", "''", "'a fat cat'", "'fat:2,4A cat:3 ''it''''s'''", "NULL"),
        .. Texts("tsquery", "''", "'fat & (rat | !cat:AB)'", "'a <2> b'"),
        .. Texts("xml", "'<?xml version=\"1.0\" encoding=\"UTF-8\"?><a/>'"),
        .. Texts("jsonpath", "'$.a[*] ? (@ > 1)'"),
        .. Texts("int2vector", "''", "'1 -2 3'", "NULL"),
        .. Texts("oidvector", "''", "'1 4294967295'"),
        Refused<short[]?>("int2vector", "declare it as string"),
        .. Texts("xid", "'0'", "'4294967295'", "NULL"),
        .. Texts("xid8", "'18446744073709551615'"),
        .. Texts("cid", "'4294967295'"),
        .. Texts("tid", "'(0,1)'", "'(4294967295,65535)'"),
        .. Texts("regclass", "'pg_type'", "4294967295"),
        .. Texts("regtype", "'integer'", "0"),
        .. Texts("regproc", "'now'"),
        .. Texts("regnamespace", "'pg_catalog'"),
        .. Texts("pg_snapshot", "'10:20:10,14,15'"),
        .. Texts("txid_snapshot", "'10:20:10,14,15'"),
        .. Texts("refcursor", "'cursor'"),
        .. Texts("aclitem", "'postgres=r*w/postgres'"),
        .. Texts("money[]", "'{$1.50,NULL}'"),
        .. Texts("timetz[]", "'{12:34:56+02,NULL}'"),
        .. Texts("tsvector[]", "ARRAY['a:1 b', '']::tsvector[]"),
    ];
}
