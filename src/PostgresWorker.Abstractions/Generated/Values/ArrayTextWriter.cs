using System.Buffers;

namespace PostgresWorker.Generated.Values;

/// <summary>Writes a JSON array as <c>array_out</c> writes it.</summary>
internal static class ArrayTextWriter
{
    private static readonly SearchValues<byte> Special = SearchValues.Create("\"\\{} \t\n\r\v\f"u8);

    internal static bool TryWrite(ColumnType type, ReadOnlySpan<byte> array, out ReadOnlySpan<byte> text)
    {
        var writer = new ArrayBufferWriter<byte>(array.Length + 16);
        var written = TryWrite(writer, type, array, dimension: 1);
        text = writer.WrittenSpan;
        return written;
    }

    private static bool TryWrite(ArrayBufferWriter<byte> writer, ColumnType type, ReadOnlySpan<byte> array, int dimension)
    {
        // Not the server's: what nests without end must not be followed.
        if (dimension > ArrayForm.MaxDimensions)
        {
            return false;
        }

        var element = type.Element!;
        var count = JsonToken.CountElements(array, out _);
        var rest = array[1..];
        writer.Write("{"u8);
        for (var i = 0; i < count; i++)
        {
            writer.Write(i == 0 ? default : [(byte)type.Delimiter]);
            var token = JsonToken.TakeElement(ref rest);
            if (token[0] == (byte)'n')
            {
                writer.Write("NULL"u8);
            }
            else if (token[0] == (byte)'[' && !JsonToken.IsJson(element) && element.Kind != 'a' && element.BaseOid is not (TypeOids.Int2Vector or TypeOids.OidVector))
            {
                // Another dimension.
                if (!TryWrite(writer, type, token, dimension + 1))
                {
                    return false;
                }
            }
            else if (TextForm.TryOfPart(element, token, out var text))
            {
                WriteElement(writer, text, (byte)type.Delimiter);
            }
            else
            {
                return false;
            }
        }

        writer.Write("}"u8);
        return true;
    }

    private static void WriteElement(ArrayBufferWriter<byte> writer, ReadOnlySpan<byte> text, byte delimiter)
    {
        var isNull = text.Length == 4 && System.Text.Ascii.EqualsIgnoreCase(text, "NULL"u8);
        if (text.IsEmpty || isNull || text.Contains(delimiter) || text.ContainsAny(Special))
        {
            TextForm.WriteQuoted(writer, text, (byte)'\\');
            return;
        }

        writer.Write(text);
    }
}
