using NpgsqlTypes;

namespace PostgresWorker.Integration.Types.Matrix;

/// <summary>Listeners for the sake of the readers that the generator writes for their rows: times.</summary>
public static class TimeCells
{
    [PostgresListener("types", "cells")]
    public static void DateTime(Inserted<Cell<DateTime>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void NullableDateTime(Inserted<Cell<DateTime?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void DateTimeOffset(Inserted<Cell<DateTimeOffset>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void NullableDateTimeOffset(Inserted<Cell<DateTimeOffset?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void DateOnly(Inserted<Cell<DateOnly>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void NullableDateOnly(Inserted<Cell<DateOnly?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void TimeOnly(Inserted<Cell<TimeOnly>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void NullableTimeOnly(Inserted<Cell<TimeOnly?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void TimeSpan(Inserted<Cell<TimeSpan>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void NullableTimeSpan(Inserted<Cell<TimeSpan?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void Interval(Inserted<Cell<NpgsqlInterval>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void NullableInterval(Inserted<Cell<NpgsqlInterval?>> cell) => Assert.NotNull(cell);
}
