using System.Collections;
using System.Net;
using System.Net.NetworkInformation;
using System.Numerics;
using NpgsqlTypes;
using PostgresWorker.Integration.Types.Matrix;
using static PostgresWorker.Integration.Types.Matrix.Case;

namespace PostgresWorker.Integration.Types;

/// <summary>An array of each element that a property can be an array of.</summary>
public sealed class ArrayElementsTests(TypeRows<ArrayElementsTests> rows) : TypeTests<ArrayElementsTests>(rows), ITypeFamily
{
    static IEnumerable<TypeCase> ITypeFamily.Cases =>
    [
        Reads<bool[]?>("boolean[]", "'{t,f}'", [true, false]),
        Reads<bool?[]?>("boolean[]", "'{t,NULL,f}'", [true, null, false]),
        Reads<short[]?>("smallint[]", "'{-32768,32767}'", [short.MinValue, short.MaxValue]),
        Reads<long[]?>("bigint[]", "'{-9223372036854775808,9223372036854775807}'", [long.MinValue, long.MaxValue]),
        Reads<long?[]?>("bigint[]", "'{NULL,1}'", [null, 1]),
        Reads<float[]?>("real[]", "'{0.1,NaN,-Infinity}'", [0.1f, float.NaN, float.NegativeInfinity]),
        Reads<double[]?>("double precision[]", "'{0.1,NaN,Infinity,1e20}'", [0.1, double.NaN, double.PositiveInfinity, 1e20]),
        Reads<decimal?[]?>("numeric[]", "'{1.50,NULL}'", [1.50m, null]),
        Reads<BigInteger[]?>("numeric[]", "'{1e30,-1}'", [BigInteger.Pow(10, 30), -1]),
        Reads<string?[]?>("varchar[]", "'{a,\"b c\"}'", ["a", "b c"]),
        Reads<string?[]?>("char(3)[]", "'{a,bcd}'", ["a  ", "bcd"]),
        Reads<string?[]?>("name[]", "'{a,b}'", ["a", "b"]),
        Reads<char[]?>("text[]", "'{a,\"\\\"\"}'", ['a', '"']),
        Reads<Guid[]?>("uuid[]", "'{00000000-0000-0000-0000-000000000000,a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}'", [Guid.Empty, new("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11")]),
        Reads<byte[][]?>("bytea[]", "ARRAY['\\x', '\\x00ff5c']::bytea[]", [[], [0, 255, 0x5c]]),

        Reads<DateTime[]?>("timestamp[]", "'{0001-01-01,\"2024-02-29 12:34:56.789012\"}'", [DateTime.MinValue, new(2024, 2, 29, 12, 34, 56, 789, 12)]),
        Reads<DateTime[]?>("timestamptz[]", "'{\"2024-02-29 12:34:56+02\"}'", [new(2024, 2, 29, 10, 34, 56, DateTimeKind.Utc)]),
        Reads<DateTimeOffset[]?>("timestamptz[]", "'{\"2024-02-29 12:34:56+02\"}'", [new(2024, 2, 29, 10, 34, 56, TimeSpan.Zero)]),
        Reads<DateOnly[]?>("date[]", "'{0001-01-01,9999-12-31}'", [DateOnly.MinValue, DateOnly.MaxValue]),
        Reads<TimeOnly[]?>("time[]", "'{00:00,23:59:59.999999}'", [TimeOnly.MinValue, new(23, 59, 59, 999, 999)]),
        ReadsPart<TimeSpan[]?>("interval[]", "'{\"1 day -01:00:00\",0}'", [TimeSpan.FromHours(23), TimeSpan.Zero], "[\"23:00:00\", \"00:00:00\"]"),
        Reads<NpgsqlInterval[]?>("interval[]", "'{\"-1 mons +2 days -00:00:01\"}'", [new(-1, 2, -1_000_000)]),

        Reads<IPAddress[]?>("inet[]", "'{10.0.0.1,::1}'", [IPAddress.Parse("10.0.0.1"), IPAddress.IPv6Loopback]),
        Reads<NpgsqlInet[]?>("inet[]", "'{10.0.0.1/8}'", [new(IPAddress.Parse("10.0.0.1"), 8)]),
        Reads<IPNetwork[]?>("cidr[]", "'{10.0.0.0/8}'", [new(IPAddress.Parse("10.0.0.0"), 8)]),
        Reads<PhysicalAddress[]?>("macaddr[]", "'{08:00:2b:01:02:ff}'", [new([8, 0, 0x2b, 1, 2, 0xff])]),
        Reads<BitArray[]?>("varbit[]", "'{\"\",101}'", [new(0), new([true, false, true])]),
        Reads<Lsn[]?>("pg_lsn[]", "'{0/0,FFFFFFFF/FFFFFFFF}'", [Lsn.None, new(ulong.MaxValue)]),
        Reads<NpgsqlPoint[]?>("point[]", "'{\"(1,2)\",\"(3,4)\"}'", [new(1, 2), new(3, 4)]),
        Reads<NpgsqlCircle[]?>("circle[]", "'{\"<(1,2),3>\"}'", [new(1, 2, 3)]),
        Reads<NpgsqlPath[]?>("path[]", "'{\"[(1,2),(3,4)]\",\"((1,2))\"}'", [new([new(1, 2), new(3, 4)], open: true), new([new(1, 2)], open: false)]),

        Reads<Settings?[]?>("jsonb[]", "ARRAY['{\"theme\": \"a,\\\"b\", \"size\": 1}', NULL, 'null']::jsonb[]", [new("a,\"b", 1), null, null]),
        Reads<Settings?[]?>("json[]", "ARRAY['{\"theme\": \"{}\", \"size\": 2}']::json[]", [new("{}", 2)]),
        Reads<NpgsqlRange<int>[]?>("int4range[]", "'{\"[1,5)\",empty}'", [new(1, true, false, 5, false, false), NpgsqlRange<int>.Empty]),
    ];
}
