namespace PostgresWorker.Generated;

/// <summary>What a generated reader reads from a value: one for each method of <see cref="ValueReader"/>.</summary>
public enum ColumnKind
{
    /// <summary><see cref="bool"/> from boolean.</summary>
    Boolean,

    /// <summary><see cref="short"/> from smallint.</summary>
    Int16,

    /// <summary><see cref="int"/> from integer and smaller.</summary>
    Int32,

    /// <summary><see cref="long"/> from bigint and smaller, and oid.</summary>
    Int64,

    /// <summary><see cref="float"/> from real.</summary>
    Single,

    /// <summary><see cref="double"/> from double precision and real.</summary>
    Double,

    /// <summary><see cref="decimal"/> from numeric and the integers.</summary>
    Decimal,

    /// <summary><see cref="string"/> from every type: its text.</summary>
    String,

    /// <summary><see cref="System.Guid"/> from uuid.</summary>
    Guid,

    /// <summary><see cref="byte"/>[] from bytea.</summary>
    Bytes,

    /// <summary><see cref="System.DateTime"/> from timestamp (of unspecified kind) and timestamptz (UTC).</summary>
    DateTime,

    /// <summary><see cref="System.DateTimeOffset"/> (UTC) from timestamptz.</summary>
    DateTimeOffset,

    /// <summary><see cref="System.DateOnly"/> from date.</summary>
    DateOnly,

    /// <summary><see cref="System.TimeOnly"/> from time.</summary>
    TimeOnly,

    /// <summary><see cref="System.TimeSpan"/> from interval without months, and time.</summary>
    TimeSpan,

    /// <summary>A C# enum from the labels of a Postgres enum, from text, or from an integer.</summary>
    Enum,

    /// <summary><see cref="byte"/> from "char" and smallint.</summary>
    Byte,

    /// <summary><see cref="char"/> from a text of one UTF-16 unit, and "char".</summary>
    Char,

    /// <summary><see cref="System.Numerics.BigInteger"/> from numeric without a fraction, and the integers.</summary>
    BigInteger,

    /// <summary><see cref="ReadOnlyMemory{T}"/> of <see cref="byte"/> from bytea.</summary>
    Memory,

    /// <summary>NpgsqlInterval from interval.</summary>
    Interval,

    /// <summary><see cref="System.Net.IPAddress"/> from inet of a single host.</summary>
    IPAddress,

    /// <summary><see cref="System.Net.IPNetwork"/> from cidr.</summary>
    IPNetwork,

    /// <summary>NpgsqlInet from inet and cidr.</summary>
    Inet,

    /// <summary>NpgsqlCidr from cidr.</summary>
    Cidr,

    /// <summary><see cref="System.Net.NetworkInformation.PhysicalAddress"/> from macaddr and macaddr8.</summary>
    PhysicalAddress,

    /// <summary><see cref="System.Collections.BitArray"/> from bit and bit varying.</summary>
    BitArray,

    /// <summary><see cref="PostgresWorker.Lsn"/> from pg_lsn.</summary>
    Lsn,

    /// <summary><see cref="System.Text.Json.JsonElement"/> from json and jsonb.</summary>
    JsonElement,

    /// <summary><see cref="System.Text.Json.JsonDocument"/> from json and jsonb.</summary>
    JsonDocument,

    /// <summary>A type of the user's, from json and jsonb, by a JsonSerializerContext.</summary>
    Json,

    /// <summary>A dictionary of <see cref="string"/> to <see cref="string"/>, from hstore.</summary>
    Hstore,

    /// <summary>NpgsqlPoint from point.</summary>
    Point,

    /// <summary>NpgsqlLine from line.</summary>
    Line,

    /// <summary>NpgsqlLSeg from lseg.</summary>
    LSeg,

    /// <summary>NpgsqlBox from box.</summary>
    Box,

    /// <summary>NpgsqlPath from path.</summary>
    Path,

    /// <summary>NpgsqlPolygon from polygon.</summary>
    Polygon,

    /// <summary>NpgsqlCircle from circle.</summary>
    Circle,

    /// <summary>An array from an array, or from a multirange.</summary>
    Array,

    /// <summary><see cref="List{T}"/> from an array, or from a multirange.</summary>
    List,

    /// <summary>NpgsqlRange from a range.</summary>
    Range,

    /// <summary>A type marked <c>[PostgresComposite]</c>, from a composite.</summary>
    Composite,
}
