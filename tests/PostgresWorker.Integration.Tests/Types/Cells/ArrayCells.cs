using System.Collections;
using System.Net;
using System.Net.NetworkInformation;
using System.Numerics;
using System.Text.Json;
using NpgsqlTypes;

namespace PostgresWorker.Integration.Types.Matrix;

/// <summary>Listeners for the sake of the readers that the generator writes for their rows: arrays and lists.</summary>
public static class ArrayCells
{
    [PostgresListener("types", "cells")]
    public static void BoolArray(Inserted<Cell<bool[]?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void SparseBoolArray(Inserted<Cell<bool?[]?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void ShortArray(Inserted<Cell<short[]?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void IntArray(Inserted<Cell<int[]?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void RequiredIntArray(Inserted<RequiredCell<int[]>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void SparseIntArray(Inserted<Cell<int?[]?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void LongArray(Inserted<Cell<long[]?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void SparseLongArray(Inserted<Cell<long?[]?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void FloatArray(Inserted<Cell<float[]?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void DoubleArray(Inserted<Cell<double[]?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void DecimalArray(Inserted<Cell<decimal[]?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void SparseDecimalArray(Inserted<Cell<decimal?[]?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void BigIntegerArray(Inserted<Cell<BigInteger[]?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void SparseStringArray(Inserted<Cell<string?[]?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void RequiredStringArray(Inserted<RequiredCell<string[]>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void CharArray(Inserted<Cell<char[]?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void GuidArray(Inserted<Cell<Guid[]?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void ByteArrays(Inserted<Cell<byte[][]?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void MoodArray(Inserted<Cell<Mood[]?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void SparseMoodArray(Inserted<Cell<Mood?[]?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void DateTimeArray(Inserted<Cell<DateTime[]?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void DateTimeOffsetArray(Inserted<Cell<DateTimeOffset[]?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void DateOnlyArray(Inserted<Cell<DateOnly[]?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void TimeOnlyArray(Inserted<Cell<TimeOnly[]?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void TimeSpanArray(Inserted<Cell<TimeSpan[]?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void IntervalArray(Inserted<Cell<NpgsqlInterval[]?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void IPAddressArray(Inserted<Cell<IPAddress[]?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void InetArray(Inserted<Cell<NpgsqlInet[]?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void IPNetworkArray(Inserted<Cell<IPNetwork[]?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void PhysicalAddressArray(Inserted<Cell<PhysicalAddress[]?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void BitArrayArray(Inserted<Cell<BitArray[]?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void LsnArray(Inserted<Cell<Lsn[]?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void PointArray(Inserted<Cell<NpgsqlPoint[]?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void BoxArray(Inserted<Cell<NpgsqlBox[]?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void CircleArray(Inserted<Cell<NpgsqlCircle[]?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void PathArray(Inserted<Cell<NpgsqlPath[]?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void JsonElementArray(Inserted<Cell<JsonElement[]?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void SparseJsonElementArray(Inserted<Cell<JsonElement?[]?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void SparseSettingsArray(Inserted<Cell<Settings?[]?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void SparseHstoreArray(Inserted<Cell<Dictionary<string, string?>?[]?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void ListOfInt(Inserted<Cell<List<int>?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void RequiredListOfInt(Inserted<RequiredCell<List<int>>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void StringList(Inserted<Cell<List<string?>?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void ListOfHouse(Inserted<Cell<List<House>?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void SparseAddressArray(Inserted<Cell<Address?[]?>> cell) => Assert.NotNull(cell);
}
