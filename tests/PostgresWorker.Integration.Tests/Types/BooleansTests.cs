using PostgresWorker.Integration.Types.Matrix;
using static PostgresWorker.Integration.Types.Matrix.Case;

namespace PostgresWorker.Integration.Types;

public sealed class BooleansTests(TypeRows<BooleansTests> rows) : TypeTests<BooleansTests>(rows), ITypeFamily
{
    static IEnumerable<TypeCase> ITypeFamily.Cases =>
    [
        Reads("boolean", "true", true),
        Reads("boolean", "false", false),
        Reads<bool?>("boolean", "true", true),
        Reads<bool?>("boolean", "NULL", null),
        Fails<bool>("boolean", "NULL", "the value is NULL"),
        Refused<int>("boolean", "declare it as bool"),
        Refused<bool>("text", "declare it as string"),
        Refused<bool>("bit(1)", "declare it as BitArray"),
    ];
}
