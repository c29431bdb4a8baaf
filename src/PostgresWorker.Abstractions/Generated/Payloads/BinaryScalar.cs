using System.Text.Json;

namespace PostgresWorker.Generated.Payloads;

/// <summary>Writes values in binary form for people, without a row type: those of the usual types, which need no other to say what they are.</summary>
internal static class BinaryScalar
{
    /// <returns>False, with nothing written, where the type is none of them, or the value none that .NET's type holds.</returns>
    public static bool TryWrite(Utf8JsonWriter json, TableName table, TableColumn column, ReadOnlySpan<byte> value)
    {
        var bound = BoundValue.Create(table, column.Name, new RowColumn(column.Name, column.Name, ColumnKind.String, IsNullable: true), column.Type, 0);
        var reader = new ValueReader(bound, value, ValueFormat.Binary);
        var writer = new ValueWriter(json, bound);
        try
        {
            return TryWrite(reader, writer, bound);
        }
        catch (RowReadException)
        {
            return false;
        }
    }

    private static bool TryWrite(ValueReader reader, ValueWriter writer, BoundValue bound)
    {
        switch (bound.TypeOid)
        {
            case TypeOids.Bool:
                writer.Write(reader.GetBoolean());
                return true;
            case TypeOids.Int2 or TypeOids.Int4 or TypeOids.Int8:
                writer.Write(reader.GetInt64());
                return true;
            case TypeOids.Float4:
                writer.Write(reader.GetSingle());
                return true;
            case TypeOids.Float8:
                writer.Write(reader.GetDouble());
                return true;
            case TypeOids.Numeric:
                writer.Write(reader.GetDecimal());
                return true;
            case TypeOids.Uuid:
                writer.Write(reader.GetGuid());
                return true;
            case TypeOids.Date:
                writer.Write(reader.GetDateOnly());
                return true;
            case TypeOids.Timestamp:
                writer.Write(reader.GetDateTime());
                return true;
            case TypeOids.TimestampTz:
                writer.Write(reader.GetDateTimeOffset());
                return true;
            case TypeOids.Bytea:
                writer.Write(reader.GetBytes());
                return true;
            case TypeOids.Json or TypeOids.Jsonb:
                writer.Write(reader.GetJsonElement());
                return true;
            default:
                return TryWriteText(reader, writer, bound);
        }
    }

    private static bool TryWriteText(ValueReader reader, ValueWriter writer, BoundValue bound)
    {
        if (bound.IsPlainText)
        {
            writer.Write(reader.GetString());
        }

        return bound.IsPlainText;
    }
}
