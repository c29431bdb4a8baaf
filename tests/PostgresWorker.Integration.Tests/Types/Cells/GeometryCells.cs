using NpgsqlTypes;

namespace PostgresWorker.Integration.Types.Matrix;

/// <summary>Listeners for the sake of the readers that the generator writes for their rows: geometric types.</summary>
public static class GeometryCells
{
    [PostgresListener("types", "cells")]
    public static void Point(Inserted<Cell<NpgsqlPoint>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void NullablePoint(Inserted<Cell<NpgsqlPoint?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void Line(Inserted<Cell<NpgsqlLine>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void NullableLine(Inserted<Cell<NpgsqlLine?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void LSeg(Inserted<Cell<NpgsqlLSeg>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void NullableLSeg(Inserted<Cell<NpgsqlLSeg?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void Box(Inserted<Cell<NpgsqlBox>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void NullableBox(Inserted<Cell<NpgsqlBox?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void Path(Inserted<Cell<NpgsqlPath>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void NullablePath(Inserted<Cell<NpgsqlPath?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void Polygon(Inserted<Cell<NpgsqlPolygon>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void NullablePolygon(Inserted<Cell<NpgsqlPolygon?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void Circle(Inserted<Cell<NpgsqlCircle>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void NullableCircle(Inserted<Cell<NpgsqlCircle?>> cell) => Assert.NotNull(cell);
}
