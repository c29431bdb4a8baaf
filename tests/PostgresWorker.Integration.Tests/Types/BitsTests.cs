using System.Collections;
using PostgresWorker.Integration.Types.Matrix;
using static PostgresWorker.Integration.Types.Matrix.Case;

namespace PostgresWorker.Integration.Types;

public sealed class BitsTests(TypeRows<BitsTests> rows) : TypeTests<BitsTests>(rows), ITypeFamily
{
    static IEnumerable<TypeCase> ITypeFamily.Cases =>
    [
        Reads<BitArray?>("bit(1)", "B'0'", Bits("0")),
        Reads<BitArray?>("bit(1)", "B'1'", Bits("1")),
        Reads<BitArray?>("bit(8)", "B'10000001'", Bits("10000001")),
        Reads<BitArray?>("bit(11)", "B'10000001011'", Bits("10000001011")),
        Reads<BitArray?>("bit(11)", "NULL", null),
        NeedsValue<BitArray>("bit(11)"),
        Reads<BitArray?>("varbit", "B''", Bits("")),
        Reads<BitArray?>("varbit", "B'001'", Bits("001")),
        Reads<BitArray?>("varbit", "repeat('100', 5000)::varbit", Bits(string.Concat(Enumerable.Repeat("100", 5000)))),
        Reads<BitArray?>("varbit", "NULL", null),
        Refused<bool>("bit(1)", "declare it as BitArray"),
        Refused<int>("bit(32)", "declare it as BitArray"),
    ];

    private static BitArray Bits(string bits) => new([.. bits.Select(bit => bit == '1')]);
}
