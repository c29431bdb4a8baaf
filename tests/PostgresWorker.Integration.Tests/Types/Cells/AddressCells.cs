using System.Collections;
using System.Net;
using System.Net.NetworkInformation;
using NpgsqlTypes;

namespace PostgresWorker.Integration.Types.Matrix;

/// <summary>Listeners for the sake of the readers that the generator writes for their rows: addresses and bits.</summary>
public static class AddressCells
{
    [PostgresListener("types", "cells")]
    public static void IPAddress(Inserted<Cell<IPAddress?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void RequiredIPAddress(Inserted<RequiredCell<IPAddress>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void IPNetwork(Inserted<Cell<IPNetwork>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void NullableIPNetwork(Inserted<Cell<IPNetwork?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void Inet(Inserted<Cell<NpgsqlInet>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void NullableInet(Inserted<Cell<NpgsqlInet?>> cell) => Assert.NotNull(cell);

#pragma warning disable CS0618 // Obsolete for IPNetwork, and read all the same.
    [PostgresListener("types", "cells")]
    public static void Cidr(Inserted<Cell<NpgsqlCidr>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void NullableCidr(Inserted<Cell<NpgsqlCidr?>> cell) => Assert.NotNull(cell);
#pragma warning restore CS0618

    [PostgresListener("types", "cells")]
    public static void PhysicalAddress(Inserted<Cell<PhysicalAddress?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void RequiredPhysicalAddress(Inserted<RequiredCell<PhysicalAddress>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void BitArray(Inserted<Cell<BitArray?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void RequiredBitArray(Inserted<RequiredCell<BitArray>> cell) => Assert.NotNull(cell);
}
