using System.Numerics;

namespace PostgresWorker.Integration.Types.Matrix;

/// <summary>Listeners for the sake of the readers that the generator writes for their rows: numbers.</summary>
public static class NumberCells
{
    [PostgresListener("types", "cells")]
    public static void Bool(Inserted<Cell<bool>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void NullableBool(Inserted<Cell<bool?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void Byte(Inserted<Cell<byte>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void NullableByte(Inserted<Cell<byte?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void Short(Inserted<Cell<short>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void NullableShort(Inserted<Cell<short?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void Int(Inserted<Cell<int>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void NullableInt(Inserted<Cell<int?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void Long(Inserted<Cell<long>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void NullableLong(Inserted<Cell<long?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void Float(Inserted<Cell<float>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void NullableFloat(Inserted<Cell<float?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void Double(Inserted<Cell<double>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void NullableDouble(Inserted<Cell<double?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void Decimal(Inserted<Cell<decimal>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void NullableDecimal(Inserted<Cell<decimal?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void BigInteger(Inserted<Cell<BigInteger>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void NullableBigInteger(Inserted<Cell<BigInteger?>> cell) => Assert.NotNull(cell);
}
