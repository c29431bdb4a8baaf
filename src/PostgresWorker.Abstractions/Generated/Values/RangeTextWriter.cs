using System.Buffers;

namespace PostgresWorker.Generated.Values;

/// <summary>Writes a bound as <c>range_out</c> writes it.</summary>
internal static class RangeTextWriter
{
    private static readonly SearchValues<byte> Special = SearchValues.Create("\"\\()[], \t\n\r\v\f"u8);

    internal static void WriteBound(ArrayBufferWriter<byte> writer, ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text.ContainsAny(Special))
        {
            TextForm.WriteQuoted(writer, text, escape: 0);
        }
        else
        {
            writer.Write(text);
        }
    }
}
