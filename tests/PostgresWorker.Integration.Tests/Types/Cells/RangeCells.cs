using NpgsqlTypes;

namespace PostgresWorker.Integration.Types.Matrix;

/// <summary>Listeners for the sake of the readers that the generator writes for their rows: ranges and multiranges.</summary>
public static class RangeCells
{
    [PostgresListener("types", "cells")]
    public static void RangeOfInt(Inserted<Cell<NpgsqlRange<int>>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void RangeOfLong(Inserted<Cell<NpgsqlRange<long>>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void RangeOfDecimal(Inserted<Cell<NpgsqlRange<decimal>>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void RangeOfDouble(Inserted<Cell<NpgsqlRange<double>>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void RangeOfString(Inserted<Cell<NpgsqlRange<string>>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void RangeOfDateOnly(Inserted<Cell<NpgsqlRange<DateOnly>>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void RangeOfTimeOnly(Inserted<Cell<NpgsqlRange<TimeOnly>>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void RangeOfDateTime(Inserted<Cell<NpgsqlRange<DateTime>>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void RangeOfDateTimeOffset(Inserted<Cell<NpgsqlRange<DateTimeOffset>>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void NullableRangeOfInt(Inserted<Cell<NpgsqlRange<int>?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void RangeOfIntArray(Inserted<Cell<NpgsqlRange<int>[]?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void RequiredRangeOfIntArray(Inserted<RequiredCell<NpgsqlRange<int>[]>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void RangeOfDecimalArray(Inserted<Cell<NpgsqlRange<decimal>[]?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void RangeOfDateTimeArray(Inserted<Cell<NpgsqlRange<DateTime>[]?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void RangeOfStringArray(Inserted<Cell<NpgsqlRange<string>[]?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void ListOfRangeOfInt(Inserted<Cell<List<NpgsqlRange<int>>?>> cell) => Assert.NotNull(cell);
}
