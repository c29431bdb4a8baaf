using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using PostgresWorker.Generated.Values;

namespace PostgresWorker.Generated;

public ref partial struct ValueReader
{
    /// <summary>Reads a boolean.</summary>
    public bool GetBoolean()
    {
        var value = Value();
        if (IsBinary)
        {
            return value.Length == sizeof(bool) ? value[0] != 0 : throw WrongLength(value.Length);
        }

        return value is [(byte)'t'] || (value is [(byte)'f'] ? false : throw BadText("a boolean"));
    }

    /// <summary>Reads a smallint.</summary>
    public short GetInt16() => (short)GetInteger(short.MinValue, short.MaxValue);

    /// <summary>Reads an integer or a smallint.</summary>
    public int GetInt32() => (int)GetInteger(int.MinValue, int.MaxValue);

    /// <summary>Reads a bigint, an integer, a smallint or an oid.</summary>
    public long GetInt64() => GetInteger(long.MinValue, long.MaxValue);

    /// <summary>Reads a real.</summary>
    public float GetSingle()
    {
        var value = Value();
        if (IsBinary)
        {
            return value.Length == sizeof(float) ? BinaryPrimitives.ReadSingleBigEndian(value) : throw WrongLength(value.Length);
        }

        return float.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : throw BadText("a real");
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
        if (TypeOid == ColumnTypes.Float4)
        {
            return GetSingle();
        }

        return double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : throw BadText("a double precision");
    }

    /// <summary>Reads a numeric of at most 28 decimal places within the range of <see cref="decimal"/>, or an integer.</summary>
    public decimal GetDecimal()
    {
        if (TypeOid != ColumnTypes.Numeric)
        {
            return GetInt64();
        }

        var value = Value();
        var result = IsBinary ? NumericValue.ReadBinary(value, out var number) : NumericValue.ReadText(value, out number);
        return result == NumericResult.Exact ? number : throw Misfit(NumericValue.Explain(result));
    }

    private long GetInteger(long min, long max)
    {
        var value = Value();
        long number;
        if (IsBinary)
        {
            number = value.Length switch
            {
                sizeof(long) => BinaryPrimitives.ReadInt64BigEndian(value),
                sizeof(int) => TypeOid == ColumnTypes.Oid ? BinaryPrimitives.ReadUInt32BigEndian(value) : BinaryPrimitives.ReadInt32BigEndian(value),
                sizeof(short) => BinaryPrimitives.ReadInt16BigEndian(value),
                _ => throw WrongLength(value.Length),
            };
        }
        else if (!Utf8Parser.TryParse(value, out number, out var consumed) || consumed != value.Length)
        {
            throw BadText("an integer");
        }

        return number >= min && number <= max ? number : throw Misfit($"the number is not between {min} and {max}; declare the property as long.");
    }
}
