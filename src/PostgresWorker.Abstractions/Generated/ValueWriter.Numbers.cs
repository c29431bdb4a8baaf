using System.Globalization;
using System.Numerics;
using System.Text;
using PostgresWorker.Generated.Payloads;
using PostgresWorker.Generated.Values;

namespace PostgresWorker.Generated;

public readonly partial struct ValueWriter
{
    /// <summary>Writes a boolean.</summary>
    public void Write(bool value) => _json.WriteBooleanValue(value);

    /// <summary>Writes an integer; an oid is a string to <c>to_jsonb</c>.</summary>
    public void Write(long value)
    {
        if (TypeOid == TypeOids.Oid)
        {
            _json.WriteStringValue(value.ToString(CultureInfo.InvariantCulture));
        }
        else
        {
            _json.WriteNumberValue(value);
        }
    }

    /// <summary>Writes a smallint, or a "char" as its text.</summary>
    public void Write(byte value)
    {
        if (TypeOid == TypeOids.QuotedChar)
        {
            _json.WriteStringValue(Values.QuotedChar.ToText(value));
        }
        else
        {
            _json.WriteNumberValue(value);
        }
    }

    /// <summary>Writes a real; what is no number, and so none in JSON, as a string.</summary>
    public void Write(float value) => WriteFloat(value.ToString("R", CultureInfo.InvariantCulture), float.IsFinite(value), isSingle: true);

    /// <summary>Writes a double precision or a real; what is no number, and so none in JSON, as a string.</summary>
    public void Write(double value)
    {
        if (TypeOid == TypeOids.Float4)
        {
            Write((float)value);
        }
        else
        {
            WriteFloat(value.ToString("R", CultureInfo.InvariantCulture), double.IsFinite(value), isSingle: false);
        }
    }

    /// <summary>Writes a numeric, zeros behind the point included, or an integer.</summary>
    public void Write(decimal value) => _json.WriteNumberValue(value);

    /// <summary>Writes a numeric or an integer.</summary>
    public void Write(BigInteger value) => _json.WriteRawValue(value.ToString(CultureInfo.InvariantCulture), skipInputValidation: true);

    private void WriteFloat(string shortest, bool isNumber, bool isSingle)
    {
        if (isNumber)
        {
            PayloadNumber.Write(_json, FloatText.Write(Encoding.ASCII.GetBytes(shortest), isSingle));
        }
        else
        {
            _json.WriteStringValue(shortest);
        }
    }
}
