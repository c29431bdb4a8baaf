using PostgresWorker.Generated.Values;

namespace PostgresWorker.Generated;

public readonly partial struct ValueWriter
{
    /// <summary>Writes a string: the JSON of a json or a jsonb as it is, the text of every other type in quotes.</summary>
    public void Write(string? value)
    {
        if (value is not null && JsonToken.IsJson(_bound.Type) && IsJson(value))
        {
            _json.WriteRawValue(value, skipInputValidation: true);
        }
        else
        {
            WriteText(value);
        }
    }

    /// <summary>Writes a character, or a "char" as its text.</summary>
    public void Write(char value)
    {
        if (TypeOid == TypeOids.QuotedChar)
        {
            Write((byte)value);
        }
        else
        {
            _json.WriteStringValue([value]);
        }
    }

    /// <summary>Writes an enum's label.</summary>
    public void WriteLabel(ReadOnlySpan<byte> label) => _json.WriteStringValue(label);

    /// <summary>Writes a uuid.</summary>
    public void Write(Guid value) => _json.WriteStringValue(value);

    /// <summary>Writes a bytea, in hexadecimal digits behind <c>\x</c>.</summary>
    public void Write(byte[]? value) => WriteText(value is null ? null : $"\\x{Convert.ToHexStringLower(value)}");

    /// <summary>Writes a bytea, in hexadecimal digits behind <c>\x</c>.</summary>
    public void Write(ReadOnlyMemory<byte> value) => WriteText($"\\x{Convert.ToHexStringLower(value.Span)}");

    /// <summary>Writes a pg_lsn.</summary>
    public void Write(Lsn value) => WriteText(value.ToString());
}
