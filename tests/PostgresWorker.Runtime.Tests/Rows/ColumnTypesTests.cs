using PostgresWorker.Generated;
using static PostgresWorker.Tests.Rows.Types;

namespace PostgresWorker.Tests.Rows;

/// <summary>Which types a property reads, and what is suggested where it does not.</summary>
public sealed class ColumnTypesTests
{
    [Fact]
    public void String_reads_every_type_and_needs_text_where_the_binary_form_is_none()
    {
        var text = Column(ColumnKind.String);
        foreach (var type in new[] { Table.Text, Table.Mood, Jsonb, new ColumnType("citext", 90_000, 'b', "citext"), new ColumnType("\"char\"", 18, 'b', "char") })
        {
            AssertReads(text, type, needsText: false);
        }

        foreach (var type in new[] { Table.Integer, Array(Table.Text), Address, IntRange, new ColumnType("money", 790, 'b', "money"), new ColumnType("citext", 90_000, 'c', "citext"), new ColumnType("tsvector", 3614, 'b', "tsvector") })
        {
            AssertReads(text, type, needsText: true);
        }
    }

    [Fact]
    public void Text_is_needed_for_parts_too()
    {
        AssertReads(Column(ColumnKind.Array) with { Element = Shape(ColumnKind.String) }, Array(Table.Text), needsText: false);
        AssertReads(Column(ColumnKind.Array) with { Element = Shape(ColumnKind.String) }, Array(Table.Integer), needsText: true);
        AssertReads(Column(ColumnKind.Composite) with { Fields = AddressReader.Instance }, Address, needsText: false);
        var other = Composite("address", ("street", Table.Integer), ("no", Table.Integer), ("tags", Array(Table.Text)));
        AssertReads(Column(ColumnKind.Composite) with { Fields = AddressReader.Instance }, other, needsText: true);
    }

    [Fact]
    public void Parts_are_held_to_the_same_rules()
    {
        AssertProblem(Column(ColumnKind.Array) with { Element = Shape(ColumnKind.Int32, isNullable: true) }, Array(Table.Bigint), "column 'c' is bigint[], which property C (int?[]) can't hold; declare it as long[]");
        AssertProblem(Column(ColumnKind.List) with { Element = Shape(ColumnKind.Int32) }, IntRange, "column 'c' is int4range, which property C (List<int>) can't hold; declare it as NpgsqlRange<int>");
        AssertProblem(Column(ColumnKind.Range) with { Element = Shape(ColumnKind.Int32) }, IntMultirange, "column 'c' is int4multirange, which property C (NpgsqlRange<int>) can't hold; declare it as NpgsqlRange<int>[]");
        AssertProblem(Column(ColumnKind.Int32), Address, "column 'c' is address, which property C (int) can't hold; declare it as a type marked [PostgresComposite] with properties for its fields, or as string");
        AssertProblem(Column(ColumnKind.Int32), Array(Table.Mood), "column 'c' is mood[], which property C (int) can't hold; declare it as an array of an enum with the same labels, or of string");
        AssertProblem(Column(ColumnKind.Int32), new ColumnType("hstore", 90_000, 'b', "hstore"), "column 'c' is hstore, which property C (int) can't hold; declare it as Dictionary<string, string?>");
    }

    [Fact]
    public void Extension_type_is_known_by_its_name_only_where_it_is_a_base_type()
    {
        var hstore = Column(ColumnKind.Hstore);
        Assert.Empty(RowBinding.Check(Table.Layout(("c", new ColumnType("hstore", 90_000, 'b', "hstore"))), [hstore]));
        Assert.Single(RowBinding.Check(Table.Layout(("c", new ColumnType("hstore", 90_000, 'c', "hstore"))), [hstore]));
        Assert.Single(RowBinding.Check(Table.Layout(("c", new ColumnType("text", 25, 'b', "hstore"))), [hstore]));
    }

    [Fact]
    public void Enum_is_read_from_integers_within_its_range()
    {
        Assert.Equal(255, Read<long>(Table.Integer, Column(ColumnKind.Enum), static (in ValueReader value) => value.IsInteger ? value.GetInteger(0, 255) : -1, text: "255"));
        Assert.Equal(3, Read<long>(Table.Integer, Column(ColumnKind.Enum), static (in ValueReader value) => value.IsInteger ? value.GetInteger(0, 255) : -1, json: "3"));
        Assert.Contains("not between 0 and 255", Error<long>(Table.Integer, Column(ColumnKind.Enum), static (in ValueReader value) => value.GetInteger(0, 255), text: "256"), StringComparison.Ordinal);
        Assert.False(Read<bool>(Table.Mood, Column(ColumnKind.Enum), static (in ValueReader value) => value.IsInteger, text: "ok"));
    }

    private static void AssertReads(RowColumn column, ColumnType type, bool needsText)
    {
        Assert.Empty(RowBinding.Check(Table.Layout(("c", type)), [column]));
        Assert.Equal(needsText, RowBinding.NeedsText(Table.Layout(("c", type)), [column]));
    }

    private static void AssertProblem(RowColumn column, ColumnType type, string expected) => Assert.Equal([expected], RowBinding.Check(Table.Layout(("c", type)), [column]));
}
