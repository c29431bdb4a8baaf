namespace PostgresWorker.Generated;

/// <summary>OIDs of <see href="https://github.com/postgres/postgres/blob/master/src/include/catalog/pg_type.dat">pg_type.dat</see>;
/// those of built-in types are the same in every database.</summary>
internal static class TypeOids
{
    internal const uint Bool = 16, Bytea = 17, QuotedChar = 18, Name = 19, Int8 = 20, Int2 = 21, Int2Vector = 22, Int4 = 23, Text = 25, Oid = 26,
        OidVector = 30, Json = 114, Xml = 142, Point = 600, LSeg = 601, Path = 602, Box = 603, Polygon = 604, Line = 628, Cidr = 650, Float4 = 700,
        Float8 = 701, Unknown = 705, Circle = 718, MacAddr8 = 774, MacAddr = 829, Inet = 869, Bpchar = 1042, Varchar = 1043, Date = 1082, Time = 1083,
        Timestamp = 1114, TimestampTz = 1184, Interval = 1186, Bit = 1560, VarBit = 1562, Numeric = 1700, Uuid = 2950, PgLsn = 3220, Jsonb = 3802;

    /// <summary>The first that is not of a built-in type (FirstNormalObjectId).</summary>
    internal const uint FirstOfDatabase = 16_384;

    /// <summary>The name as the manual's <see href="https://www.postgresql.org/docs/current/datatype.html">table of types</see> has it.</summary>
    internal static string NameOf(uint oid) => oid switch
    {
        Bool => "boolean",
        Bytea => "bytea",
        QuotedChar => "\"char\"",
        Name => "name",
        Int8 => "bigint",
        Int2 => "smallint",
        Int4 => "integer",
        Text => "text",
        Oid => "oid",
        Json => "json",
        Xml => "xml",
        Point => "point",
        LSeg => "lseg",
        Path => "path",
        Box => "box",
        Polygon => "polygon",
        Line => "line",
        Cidr => "cidr",
        Float4 => "real",
        Float8 => "double precision",
        Circle => "circle",
        MacAddr8 => "macaddr8",
        MacAddr => "macaddr",
        Inet => "inet",
        Bpchar => "char(n)",
        Varchar => "varchar",
        Date => "date",
        Time => "time",
        Timestamp => "timestamp",
        TimestampTz => "timestamptz",
        Interval => "interval",
        Bit => "bit",
        VarBit => "bit varying",
        Numeric => "numeric",
        Uuid => "uuid",
        PgLsn => "pg_lsn",
        Jsonb => "jsonb",
        _ => throw new ArgumentOutOfRangeException(nameof(oid), oid, "No kind reads this type."),
    };
}
