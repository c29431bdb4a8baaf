using System.Buffers;

namespace PostgresWorker.Generated.Values;

/// <summary>Writes a JSON object as <c>hstore_out</c> writes an hstore.</summary>
internal static class HstoreTextWriter
{
    internal static bool TryWrite(ReadOnlySpan<byte> json, out ReadOnlySpan<byte> text)
    {
        text = default;
        var writer = new ArrayBufferWriter<byte>(json.Length + 16);
        var rest = json[1..];
        while (JsonToken.TryTakeMember(ref rest, out var name, out var token))
        {
            if (!JsonToken.TryUnescape(name, out var key))
            {
                return false;
            }

            writer.Write(writer.WrittenCount == 0 ? default : ", "u8);
            TextForm.WriteQuoted(writer, key, (byte)'\\');
            writer.Write("=>"u8);
            if (token[0] == (byte)'n')
            {
                writer.Write("NULL"u8);
                continue;
            }

            var value = token;
            if (token[0] == (byte)'"' && !JsonToken.TryUnescape(token, out value))
            {
                return false;
            }

            TextForm.WriteQuoted(writer, value, (byte)'\\');
        }

        text = writer.WrittenSpan;
        return true;
    }
}
