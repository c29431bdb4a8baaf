using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using PostgresWorker.Generated.Values;

namespace PostgresWorker.Generated;

public ref partial struct ValueReader
{
    private const string AsLong = "declare the property as long.";
    private const NumberStyles FloatStyle = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>Reads a boolean.</summary>
    public bool GetBoolean()
    {
        var value = Value();
        if (IsBinary)
        {
            return value.Length == sizeof(bool) ? value[0] != 0 : throw WrongLength(value.Length);
        }

        if (_format == ValueFormat.Json)
        {
            return value.SequenceEqual("true"u8) || (value.SequenceEqual("false"u8) ? false : throw BadText("a boolean"));
        }

        return value is [(byte)'t'] || (value is [(byte)'f'] ? false : throw BadText("a boolean"));
    }

    /// <summary>Reads a smallint.</summary>
    public short GetInt16() => (short)Integer(short.MinValue, short.MaxValue, AsLong);

    /// <summary>Reads an integer or a smallint.</summary>
    public int GetInt32() => IsBinary && _bytes.Length == sizeof(int)
        ? BinaryPrimitives.ReadInt32BigEndian(_bytes)
        : (int)Integer(int.MinValue, int.MaxValue, AsLong);

    /// <summary>Reads a bigint, an integer, a smallint or an oid.</summary>
    public long GetInt64() => IsBinary && _bytes.Length == sizeof(long)
        ? BinaryPrimitives.ReadInt64BigEndian(_bytes)
        : Integer(long.MinValue, long.MaxValue, AsLong);

    /// <summary>Reads a real.</summary>
    public float GetSingle()
    {
        var value = Value();
        if (IsBinary)
        {
            return value.Length == sizeof(float) ? BinaryPrimitives.ReadSingleBigEndian(value) : throw WrongLength(value.Length);
        }

        return float.TryParse(value, FloatStyle, CultureInfo.InvariantCulture, out var number) && (float.IsFinite(number) || IsNamed(value))
            ? number
            : throw BadText("a real");
    }

    /// <summary>Reads a double precision or a real.</summary>
    public double GetDouble()
    {
        var value = Value();
        if (IsBinary)
        {
            return value.Length switch
            {
                sizeof(double) => BinaryPrimitives.ReadDoubleBigEndian(value),
                sizeof(float) => BinaryPrimitives.ReadSingleBigEndian(value),
                _ => throw WrongLength(value.Length),
            };
        }

        // A real's text is the shortest that reads back as that real: read as a double it would be another number.
        if (TypeOid == TypeOids.Float4)
        {
            return GetSingle();
        }

        return double.TryParse(value, FloatStyle, CultureInfo.InvariantCulture, out var number) && (double.IsFinite(number) || IsNamed(value))
            ? number
            : throw BadText("a double precision");
    }

    /// <summary>Reads a numeric of at most 28 decimal places within the range of <see cref="decimal"/>, or an integer.</summary>
    public decimal GetDecimal()
    {
        if (TypeOid != TypeOids.Numeric)
        {
            return GetInt64();
        }

        var value = Value();
        var result = IsBinary ? NumericValue.ReadBinary(value, out var number) : NumericValue.ReadText(value, out number);
        return result == NumericResult.Exact ? number : throw Misfit(NumericValue.Explain(result));
    }

    /// <summary>Reads a numeric that has no fraction, or zeros for one, or an integer.</summary>
    public BigInteger GetBigInteger()
    {
        if (TypeOid != TypeOids.Numeric)
        {
            return GetInt64();
        }

        var value = Value();
        var result = IsBinary ? BigNumber.ReadBinary(value, out var number) : BigNumber.ReadText(value, out number);
        return result switch
        {
            NumericResult.Exact => number,
            NumericResult.NotANumber => throw Misfit("the value is NaN or infinite, which no BigInteger is."),
            NumericResult.HasFraction => throw Misfit("the value has a fraction, which no BigInteger has; declare the property as decimal or string."),
            _ => throw Misfit(NumericValue.Explain(result)),
        };
    }

    /// <summary>Reads a smallint from 0 to 255, or a "char", which is one byte.</summary>
    public byte GetByte() => TypeOid == TypeOids.QuotedChar ? QuotedChar() : (byte)Integer(byte.MinValue, byte.MaxValue, "declare the property as short.");

    /// <summary>Whether the value is of a type of integers: what a C# enum then reads is its number and no label.</summary>
    public bool IsInteger => TypeOid is TypeOids.Int2 or TypeOids.Int4 or TypeOids.Int8;

    /// <summary>Reads the number of a C# enum.</summary>
    /// <param name="min">The least number of the enum's underlying type.</param>
    /// <param name="max">The greatest.</param>
    public long GetInteger(long min, long max) => Integer(min, max, "declare the enum with a wider underlying type.");

    // A number beyond the type's range is read as infinite, which the type's text forms spell out.
    private static bool IsNamed(ReadOnlySpan<byte> value) => value.EndsWith("Infinity"u8) || value.SequenceEqual("NaN"u8);

    private long Integer(long min, long max, string wayOut)
    {
        var value = Value();
        long number;
        if (IsBinary)
        {
            number = value.Length switch
            {
                sizeof(long) => BinaryPrimitives.ReadInt64BigEndian(value),
                sizeof(int) => TypeOid == TypeOids.Oid ? BinaryPrimitives.ReadUInt32BigEndian(value) : BinaryPrimitives.ReadInt32BigEndian(value),
                sizeof(short) => BinaryPrimitives.ReadInt16BigEndian(value),
                _ => throw WrongLength(value.Length),
            };
        }
        else if (!Utf8Parser.TryParse(value, out number, out var consumed) || consumed != value.Length)
        {
            throw BadText("an integer");
        }

        return number >= min && number <= max ? number : throw Misfit($"the number is not between {min} and {max}; {wayOut}");
    }
}
