using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using PostgresWorker.Dispatch;
using PostgresWorker.Generated;

namespace PostgresWorker.Delivery.Parking;

/// <summary>
/// A key column's value as the server's own text, from any form, with the settings that the stream pins. Of types whose binary form is not known here, text is asked for:
/// see <see cref="IsKnown"/>.
/// </summary>
internal static class KeyValueText
{
    // pg_type.dat; those of built-in types are the same in every database.
    private const uint Bool = 16, Bytea = 17, Name = 19, Int8 = 20, Int2 = 21, Int4 = 23, Text = 25, Oid = 26, Bpchar = 1042, Varchar = 1043, Date = 1082, Timestamp = 1114, TimestampTz = 1184, Numeric = 1700, Uuid = 2950;

    /// <summary>Whether values of the type have the same text from both forms.</summary>
    public static bool IsKnown(ColumnType type) =>
        type.IsEnum || IsText(type) || type.BaseOid is Bool or Bytea or Int2 or Int4 or Int8 or Oid or Date or Timestamp or TimestampTz or Numeric or Uuid;

    /// <summary>The text; null of NULL, and of what was not sent.</summary>
    public static string? Of(WireValue value, ColumnType type) => value.Format switch
    {
        't' => Encoding.UTF8.GetString(value.Bytes),
        'b' => OfBinary(value.Bytes, type),
        'j' or 's' => JsonTuple.TextOf(type, value.Format, value.Bytes),
        _ => null,
    };

    private static bool IsText(ColumnType type) => type.BaseOid is Text or Varchar or Bpchar or Name || type is { Kind: 'b', BaseName: "citext" };

    private static string OfBinary(ReadOnlySpan<byte> value, ColumnType type) => type.BaseOid switch
    {
        _ when type.IsEnum || IsText(type) => Encoding.UTF8.GetString(value),
        Bool => value[0] == 0 ? "f" : "t",
        Int2 => BinaryPrimitives.ReadInt16BigEndian(value).ToString(CultureInfo.InvariantCulture),
        Int4 => BinaryPrimitives.ReadInt32BigEndian(value).ToString(CultureInfo.InvariantCulture),
        Int8 => BinaryPrimitives.ReadInt64BigEndian(value).ToString(CultureInfo.InvariantCulture),
        Oid => BinaryPrimitives.ReadUInt32BigEndian(value).ToString(CultureInfo.InvariantCulture),
        Uuid => new Guid(value, bigEndian: true).ToString(),
        Date => KeyTimeText.OfDate(BinaryPrimitives.ReadInt32BigEndian(value)),
        Timestamp => KeyTimeText.OfTimestamp(BinaryPrimitives.ReadInt64BigEndian(value), ""),
        TimestampTz => KeyTimeText.OfTimestamp(BinaryPrimitives.ReadInt64BigEndian(value), "+00"),
        Numeric => KeyNumericText.Of(value),
        _ => @"\x" + Convert.ToHexStringLower(value),
    };
}
