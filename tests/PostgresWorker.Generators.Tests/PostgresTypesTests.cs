using PostgresWorker.Generated;
using PostgresWorker.Generators.Model;
using PostgresWorker.Generators.Parsing;
using PostgresWorker.Generators.Tests.Harness;
using SeamKind = PostgresWorker.Generated.ColumnKind;

namespace PostgresWorker.Generators.Tests;

/// <summary>What the compiler says about a column's type is what the start of the worker says.</summary>
public sealed class PostgresTypesTests
{
    private static readonly Dictionary<string, string> TypNames = new(StringComparer.Ordinal)
    {
        ["boolean"] = "bool",
        ["smallint"] = "int2",
        ["integer"] = "int4",
        ["bigint"] = "int8",
        ["real"] = "float4",
        ["double precision"] = "float8",
        ["char"] = "bpchar",
        ["bit varying"] = "varbit",
    };

    public static TheoryData<string> Names() => [.. PostgresTypes.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Both_tables_agree(string name)
    {
        var column = new TableColumn("value", PostgresType.Named(TypNames.GetValueOrDefault(name, name)), IsInIdentity: true, IsInKey: false);
        var layout = new TableLayout(new TableName("public", "rows"), [column]);
        Assert.All(Enum.GetValues<SeamKind>().Where(static kind => kind is not (SeamKind.Array or SeamKind.List or SeamKind.Range or SeamKind.Composite)), kind =>
        {
            var atStart = RowBinding.Check(layout, [new RowColumn("value", "Value", kind, IsNullable: false)]).Count == 0;
            var value = new ValueModel(Enum.Parse<Model.ColumnKind>(kind.ToString()), "T", "T", IsReference: false, IsNullable: false);
            Assert.True(atStart == PostgresTypes.Reads(value, new TypeName(name, IsArray: false)), $"{kind} over {name}: {atStart} at start.");
        });
    }

    [Fact]
    public void Both_know_the_same_kinds() => Assert.Equal(Enum.GetNames<SeamKind>(), Enum.GetNames<Model.ColumnKind>());
}
