namespace PostgresWorker.Integration.Types.Matrix;

/// <summary>The tests of a family: its class brings the table.</summary>
public abstract class TypeTests<TFamily>(TypeRows<TFamily> rows) : IClassFixture<TypeRows<TFamily>>
    where TFamily : ITypeFamily
{
    private static readonly Dictionary<(string Value, Form Form), TypeCase> Cases =
        (from line in TFamily.Cases where line is not TextCase from form in line.Forms select (line, form)).ToDictionary(pair => (pair.line.ToString(), pair.form), pair => pair.line);

#pragma warning disable CA1000 // The data of a theory are static, and each family has its own.
    public static TheoryData<string, Form> Values => [.. Cases.Keys];

    public static TheoryData<string, Form> Types =>
        [.. from line in TFamily.Cases.DistinctBy(line => line.Type) from form in Enum.GetValues<Form>() select (line.Type, form)];
#pragma warning restore CA1000

    [Theory]
    [MemberData(nameof(Values))]
    public void A_value_is_read_or_its_error_says_why(string value, Form form) => Cases[(value, form)].Check(rows.Of(Cases[(value, form)], form));

    [Theory]
    [MemberData(nameof(Types))]
    public void As_string_a_value_is_its_text(string type, Form form)
    {
        rows.Of(TFamily.Cases.First(line => line.Type == type), form);
        Assert.All(rows.Of(type, form), row => row.CheckText());
    }
}
