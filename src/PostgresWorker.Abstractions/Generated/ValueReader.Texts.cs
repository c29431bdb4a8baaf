using System.Buffers.Text;
using System.Text;

namespace PostgresWorker.Generated;

public ref partial struct ValueReader
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a value of a text type.</summary>
    public string GetString()
    {
        try
        {
            return StrictUtf8.GetString(GetLabel());
        }
        catch (DecoderFallbackException)
        {
            throw Misfit("the value is not UTF-8, which the connection's client_encoding promises.");
        }
    }

    /// <summary>The bytes of an enum's label, or of any text: valid until the next column.</summary>
    public ReadOnlySpan<byte> GetLabel()
    {
        var value = Value();

        // jsonb's binary form is a version byte, then the text.
        if (IsBinary && TypeOid == ColumnTypes.Jsonb)
        {
            return value is [1, ..] ? value[1..] : throw Misfit("the binary form is not version 1 of jsonb.");
        }

        return value;
    }

    /// <summary>The error for a label that the C# enum does not have.</summary>
    /// <param name="enumType">The C# enum.</param>
    /// <remarks>The label of a Postgres enum is part of the schema and is named; a text is the row's own and is not.</remarks>
    public RowReadException UnknownLabel(string enumType) => Misfit(
        _bound.Type.IsEnum
            ? $"the label '{Encoding.UTF8.GetString(_bytes)}' is none of {enumType}; add the member."
            : $"the text, {_bytes.Length} bytes long, is no label of {enumType}; add the member, or declare the property as string.");

    /// <summary>Reads a uuid.</summary>
    public Guid GetGuid()
    {
        var value = Value();
        if (IsBinary)
        {
            return value.Length == 16 ? new Guid(value, bigEndian: true) : throw WrongLength(value.Length);
        }

        return Utf8Parser.TryParse(value, out Guid guid, out var consumed, 'D') && consumed == value.Length ? guid : throw BadText("a uuid");
    }

    /// <summary>Reads a bytea.</summary>
    public byte[] GetBytes()
    {
        var value = Value();
        if (IsBinary)
        {
            return value.ToArray();
        }

        // bytea_output = hex, which the connection sets.
        if (value.Length % 2 != 0 || !value.StartsWith("\\x"u8))
        {
            throw BadText("a bytea in hex form");
        }

        var bytes = new byte[(value.Length - 2) / 2];
        for (var i = 0; i < bytes.Length; i++)
        {
            if (!Utf8Parser.TryParse(value.Slice(2 + (2 * i), 2), out bytes[i], out var consumed, 'x') || consumed != 2)
            {
                throw BadText("a bytea in hex form");
            }
        }

        return bytes;
    }
}
