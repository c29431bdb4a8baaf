using PostgresWorker.Generated;
using PostgresWorker.Rows;

namespace PostgresWorker.Tests.Rows;

public sealed class TypeAssemblyTests
{
    private static readonly Dictionary<uint, ColumnType> Known = new() { [23] = Table.Integer, [25] = Table.Text };

    [Fact]
    public void Domains_are_resolved_at_every_level()
    {
        var made = Make(300, Domain(300, "outer", 301), Domain(301, "inner", 302), Described(302, "inner[]", 'a', 303), Domain(303, "positive", 304), Domain(304, "small", 23));
        Assert.Equal(("outer", 302u, 300u, 'a'), (made.Name, made.BaseOid, made.Oid, made.Kind));
        Assert.Equal(("positive", 23u, 303u, 'b'), (made.Element!.Name, made.Element.BaseOid, made.Element.Oid, made.Element.Kind));
    }

    [Fact]
    public void Fields_that_were_dropped_are_left_out_and_remembered()
    {
        var composite = Described(300, "address", 'c', 0);
        composite.Fields.AddRange([new("street", 25, false), new("........pg.dropped.2........", 0, true), new("no", 23, false)]);
        var made = Make(301, composite, Described(301, "address[]", 'a', 300));
        Assert.True(made.Element!.HasDroppedFields);
        Assert.Equal(["street", "no"], made.Element.Fields!.Columns.ToArray().Select(column => column.Name));
        Assert.False(made.HasDroppedFields);
    }

    [Fact]
    public void Multiranges_have_ranges_for_elements()
    {
        var made = Make(301, Described(300, "int4range", 'r', 23), Described(301, "int4multirange", 'm', 300));
        Assert.Equal(['m', 'r', 'b'], [made.Kind, made.Element!.Kind, made.Element.Element!.Kind]);
    }

    [Fact]
    public void Type_that_is_gone_is_read_as_text_only()
    {
        var made = Make(300, Described(300, "x[]", 'a', 999));
        Assert.Equal('?', made.Element!.Kind);
        Assert.True(ColumnTypesCanRead(new ValueShape(ColumnKind.String, false), made.Element));
        Assert.False(ColumnTypesCanRead(new ValueShape(ColumnKind.Int32, false), made.Element));
    }

    /// <summary>The server refuses such a type; if one came, it must not be our stack that ends.</summary>
    [Fact]
    public void Type_within_itself_ends()
    {
        var composite = Described(300, "knot", 'c', 0);
        composite.Fields.Add(new("self", 301, false));
        var made = Make(300, composite, Described(301, "knot[]", 'a', 300));
        Assert.Equal('?', made.Fields!.Columns[0].Type.Element!.Kind);
    }

    private static bool ColumnTypesCanRead(ValueShape shape, ColumnType type) =>
        RowBinding.Check(Table.Layout(("c", type)), [new RowColumn("c", "C", shape.Kind, false)]).Count == 0;

    private static ColumnType Make(uint oid, params TypeDescription[] types) => new TypeAssembly(types.ToDictionary(type => type.Oid), Known).Make(oid);

    private static TypeDescription Domain(uint oid, string name, uint over) => Described(oid, name, 'd', over);

    private static TypeDescription Described(uint oid, string name, char kind, uint part) => new(oid, name, "public", name, kind, part, ',');
}
