namespace PostgresWorker.Integration.Types.Matrix;

/// <summary>Listeners for the sake of the readers that the generator writes for their rows: composites.</summary>
public static class CompositeCells
{
    [PostgresListener("types", "cells")]
    public static void Address(Inserted<Cell<Address?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void RequiredAddress(Inserted<RequiredCell<Address>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void House(Inserted<Cell<House>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void NullableHouse(Inserted<Cell<House?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void Person(Inserted<Cell<Person?>> cell) => Assert.NotNull(cell);
}
