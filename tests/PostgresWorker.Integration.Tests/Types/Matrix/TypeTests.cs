namespace PostgresWorker.Integration.Types.Matrix;

/// <summary>The tests of a family: its class brings the table.</summary>
public abstract class TypeTests<TFamily>(TypeRows<TFamily> rows) : IClassFixture<TypeRows<TFamily>>
    where TFamily : ITypeFamily
{
    private static readonly Dictionary<string, TypeCase> Cases = TFamily.Cases.Where(line => line is not TextCase).ToDictionary(line => line.ToString(), StringComparer.Ordinal);

    public static TheoryData<string, Form> Values => [.. from name in Cases.Keys from form in Enum.GetValues<Form>() select (name, form)];

    public static TheoryData<string, Form> Types =>
        [.. from line in TFamily.Cases.DistinctBy(line => line.Type) from form in Enum.GetValues<Form>() select (line.Type, form)];

    [Theory]
    [MemberData(nameof(Values))]
    public void A_value_is_read_or_its_error_says_why(string value, Form form) => Cases[value].Check(rows.Of(Cases[value], form));

    [Theory]
    [MemberData(nameof(Types))]
    public void As_string_a_value_is_its_text(string type, Form form)
    {
        rows.Of(TFamily.Cases.First(line => line.Type == type), form);
        Assert.All(rows.Of(type, form), row => row.CheckText());
    }
}
