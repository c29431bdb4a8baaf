using PostgresWorker.Integration.Types.Matrix;
using static PostgresWorker.Integration.Types.Matrix.Case;

namespace PostgresWorker.Integration.Types;

public sealed class EnumsTests(TypeRows<EnumsTests> rows) : TypeTests<EnumsTests>(rows), ITypeFamily
{
    private const string UnknownLabel = "the label 'over the moon' is none of", Odd = "'don''t \"know\", {really}'";

    static string? ITypeFamily.Schema => "CREATE TYPE mood AS ENUM ('sad', 'so_happy', 'don''t \"know\", {really}', 'over the moon')";

    static IEnumerable<TypeCase> ITypeFamily.Cases =>
    [
        Reads("mood", "'sad'", Mood.Sad),
        Reads("mood", "'so_happy'", Mood.SoHappy),
        Reads("mood", Odd, Mood.Unknown),
        Reads<Mood?>("mood", "NULL", null),
        Fails<Mood>("mood", "NULL", "the value is NULL"),
        Fails<Mood>("mood", "'over the moon'", UnknownLabel),
        Fails<Mood?>("mood", "'over the moon'", UnknownLabel),
        Reads<Mood[]?>("mood[]", $"ARRAY['sad', {Odd}]::mood[]", [Mood.Sad, Mood.Unknown]),
        Reads<Mood?[]?>("mood[]", "'{so_happy,NULL}'", [Mood.SoHappy, null]),
        Fails<Mood[]?>("mood[]", "'{sad,\"over the moon\"}'", UnknownLabel),
        Refused<int>("mood", "declare it as an enum with the same labels, or as string"),

        Reads("text", "'so_happy'", Mood.SoHappy),
        Reads<Mood?>("text", "NULL", null),
        Fails<Mood>("text", "'SoHappy'", "is no label of"),
        Fails<Mood>("text", "''", "is no label of"),
        Reads("varchar(10)", "'sad'", Mood.Sad),
        Reads<Mood[]?>("text[]", "'{sad,so_happy}'", [Mood.Sad, Mood.SoHappy]),

        Reads("integer", "1", Mood.SoHappy),
        Reads("integer", "-2147483648", (Mood)int.MinValue),
        Reads<Mood?>("integer", "NULL", null),
        Reads("smallint", "2", Mood.Unknown),
        Reads("bigint", "2", Mood.Unknown),
        Fails<Mood>("bigint", "2147483648", "not between -2147483648 and 2147483647"),
        Reads("smallint", "255", Level.High),
        Reads("integer", "0", Level.Low),
        Fails<Level>("integer", "256", "not between 0 and 255"),
        Fails<Level>("smallint", "-1", "not between 0 and 255"),
        Reads<Mood[]?>("integer[]", "'{0,1}'", [Mood.Sad, Mood.SoHappy]),
        Refused<Mood>("numeric", "declare it as decimal"),
        Refused<Mood>("boolean", "declare it as bool"),
    ];
}
