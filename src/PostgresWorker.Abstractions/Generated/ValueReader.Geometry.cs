using System.Buffers.Binary;
using PostgresWorker.Generated.Values;

namespace PostgresWorker.Generated;

public ref partial struct ValueReader
{
    /// <summary>
    /// Reads a geometric value but for a path: of a point x and y, of a line A, B and C, of an lseg two points, of a box the upper right and the lower left point, of a
    /// polygon its points, of a circle its centre and radius.
    /// </summary>
    public double[] GetCoordinates()
    {
        var value = Value();
        if (!IsBinary)
        {
            return GeometryText.TryRead(value, TypeOid, out var read) ? read : throw BadText("a geometric value");
        }

        if (TypeOid == TypeOids.Polygon)
        {
            return ReadPoints(value);
        }

        var count = TypeOid switch { TypeOids.Point => 2, TypeOids.Line or TypeOids.Circle => 3, _ => 4 };
        return value.Length == count * sizeof(double) ? ReadDoubles(value) : throw WrongLength(value.Length);
    }

    /// <summary>Reads a path: <c>path_send</c> writes a byte that says whether it is closed, then its points as a polygon's.</summary>
    public PathValue GetPath()
    {
        var value = Value();
        if (!IsBinary)
        {
            return GeometryText.TryRead(value, TypeOid, out var read) ? new PathValue(read, value[0] == (byte)'[') : throw BadText("a path");
        }

        return value is [0 or 1, ..] ? new PathValue(ReadPoints(value[1..]), value[0] == 0) : throw Malformed("a path");
    }

    /// <summary>A count, then so many points.</summary>
    private double[] ReadPoints(ReadOnlySpan<byte> value)
    {
        if (!BinaryPart.TryTakeInt32(ref value, out var count) || count < 0 || value.Length != count * 2L * sizeof(double))
        {
            throw Malformed("a list of points");
        }

        return ReadDoubles(value);
    }

    private static double[] ReadDoubles(ReadOnlySpan<byte> value)
    {
        var numbers = new double[value.Length / sizeof(double)];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = BinaryPrimitives.ReadDoubleBigEndian(value[(i * sizeof(double))..]);
        }

        return numbers;
    }
}
