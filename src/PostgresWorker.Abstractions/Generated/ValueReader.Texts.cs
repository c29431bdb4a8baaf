using System.Buffers.Text;
using System.Text;
using PostgresWorker.Generated.Values;

namespace PostgresWorker.Generated;

public ref partial struct ValueReader
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>
    /// Reads a value of any type as the text that Postgres writes for it: a boolean is <c>t</c> or <c>f</c>. But for text types, enums, json, jsonb and xml that needs
    /// the text form, or JSON.
    /// </summary>
    public string GetString()
    {
        // Nearly always ASCII, which is looked at and widened in less time than it takes to count other characters first.
        var text = GetText();
        return Ascii.IsValid(text) ? Encoding.Latin1.GetString(text) : Decoded(text);
    }

    private string Decoded(ReadOnlySpan<byte> text)
    {
        try
        {
            return StrictUtf8.GetString(text);
        }
        catch (DecoderFallbackException)
        {
            throw Misfit("the value is not UTF-8, which the connection's client_encoding promises.");
        }
    }

    /// <summary>The bytes of an enum's label, or of any text: valid until the next column.</summary>
    public ReadOnlySpan<byte> GetLabel() => Value();

    /// <summary>The error for a label that the C# enum does not have.</summary>
    /// <param name="enumType">The C# enum.</param>
    /// <remarks>The label of a Postgres enum is part of the schema and is named; a text is the row's own and is not.</remarks>
    public RowReadException UnknownLabel(string enumType) => Misfit(
        _bound.Type.IsEnum
            ? $"the label '{Encoding.UTF8.GetString(_bytes)}' is none of {enumType}; add the member."
            : $"the text, {_bytes.Length} bytes long, is no label of {enumType}; add the member, or declare the property as string.");

    /// <summary>Reads a text of one UTF-16 unit, or a "char", whose byte is the character's number.</summary>
    public char GetChar()
    {
        if (TypeOid == TypeOids.QuotedChar)
        {
            return (char)QuotedChar();
        }

        return GetString() is [var only] ? only : throw Misfit("the text is not one character of UTF-16; declare the property as string.");
    }

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
        return value.StartsWith("\\x"u8) && HexText.TryRead(value[2..], out var bytes) ? bytes : throw BadText("a bytea in hex form");
    }

    /// <summary>Reads a bytea.</summary>
    public ReadOnlyMemory<byte> GetMemory() => GetBytes();

    /// <summary>Reads a pg_lsn.</summary>
    public Lsn GetLsn()
    {
        var value = Value();
        if (IsBinary)
        {
            return value.Length == sizeof(ulong) ? new Lsn(System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(value)) : throw WrongLength(value.Length);
        }

        Span<char> text = stackalloc char[17];
        return Ascii.ToUtf16(value, text, out var length) == System.Buffers.OperationStatus.Done && Lsn.TryParse(text[..length], out var lsn)
            ? lsn
            : throw BadText("a pg_lsn");
    }

    private ReadOnlySpan<byte> GetText()
    {
        if (_bound.IsPlainText)
        {
            return Value();
        }

        if (JsonToken.IsJson(_bound.Type))
        {
            return Json();
        }

        var value = Value();
        if (TypeOid == TypeOids.QuotedChar)
        {
            return Values.QuotedChar.ToText(QuotedChar());
        }

        if (_format == ValueFormat.Text)
        {
            return value;
        }

        if (IsBinary)
        {
            throw Misfit("the value came in its binary form, of which no text is made; the stream must be asked for text (RowBinding.NeedsText).");
        }

        return TextForm.TryOf(_bound.Type, value, _format, out var text) ? text : throw Misfit("the JSON has a string that is not Unicode text.");
    }

    /// <summary>The byte of a "char".</summary>
    private byte QuotedChar()
    {
        var value = Value();
        if (IsBinary)
        {
            return value.Length == 1 ? value[0] : throw WrongLength(value.Length);
        }

        return Values.QuotedChar.TryRead(value, out var character) ? character : throw BadText("a \"char\"");
    }
}
