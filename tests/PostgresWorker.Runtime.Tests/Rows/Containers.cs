using PostgresWorker.Generated;

namespace PostgresWorker.Tests.Rows;

/// <summary>Values of types that are made of others, in all forms, and a reader of any shape.</summary>
internal static class Containers
{
    private static readonly ValueShape IntShape = new(ColumnKind.Int32, IsNullable: true);

    public static (ColumnType Type, RowColumn Column, string Hex, string Text, string Json)[] All { get; } =
    [
        (Types.Array(Table.Integer), Types.Column(ColumnKind.Array) with { Element = IntShape },
            "00000001000000010000001700000002000000010000000400000001ffffffff", "[0:1]={1,NULL}", "[1, null]"),
        (Types.Array(Table.Text), Types.Column(ColumnKind.List) with { Element = new(ColumnKind.String, IsNullable: true) },
            "00000001000000000000001900000002000000010000000178000000022c22", "{x,\",\\\"\"}", "[\"x\", \",\\\"\"]"),
        (Types.IntRange, Types.Column(ColumnKind.Range) with { Element = IntShape }, "0200000004000000010000000400000005", "[1,5)", "\"[1,5)\""),
        (Types.TextRange, Types.Column(ColumnKind.Range) with { Element = new(ColumnKind.String, IsNullable: false) }, "02000000016100000001" + "62", "[a,\"b\"\"\\\\\")", "\"[a,b)\""),
        (Types.IntMultirange, Types.Column(ColumnKind.Array) with { Element = new(ColumnKind.Range, IsNullable: false) { Element = IntShape } },
            "00000002000000110200000004000000010000000400000003000000110200000004000000050000000400000007", "{[1,3),[5,7)}", "\"{[1,3),[5,7)}\""),
        (Types.Address, Types.Column(ColumnKind.Composite) with { Fields = AddressReader.Instance },
            "00000003000000190000000161000000170000000400000007000044750000001900000001000000000000001900000001000000010000000178",
            "(\"a \"\"b\"\"\",7,\"{\"\"c\\\\\\\\d\"\",x}\")", "{\"no\": 7, \"tags\": [\"x\"], \"street\": \"a\"}"),
        (Types.Array(Types.Address), Types.Column(ColumnKind.Array) with { Element = new(ColumnKind.Composite, IsNullable: true) { Fields = AddressReader.Instance } },
            "0000000100000000000042" + "6a00000001000000010000001c0000000300000019ffffffff00000017ffffffff00004475ffffffff", "{\"(a,7,{x})\",NULL}", "[{\"no\": 7, \"tags\": [\"x\"], \"street\": \"a\"}]"),
    ];

    public static void Read(ColumnType type, RowColumn column, TupleValue value)
    {
        var reader = new TupleReader(RowBinding.Create(Table.Layout(("c", type)), [column]), value.ToBytes(), default);
        while (reader.Next(out _))
        {
            Walk(in reader.Value, column);
        }
    }

    /// <summary>Reads all that the shape has.</summary>
    public static void Walk(in ValueReader value, ValueShape shape)
    {
        var element = shape.Element!;
        switch (shape.Kind)
        {
            case ColumnKind.Array:
                value.GetArray((in ValueReader part) => WalkPart(in part, element));
                break;
            case ColumnKind.List:
                value.GetList((in ValueReader part) => WalkPart(in part, element));
                break;
            case ColumnKind.Range:
                value.GetRange((in ValueReader part) => WalkPart(in part, element));
                break;
            case ColumnKind.Composite:
                value.GetComposite(AddressReader.Instance);
                break;
            default:
                Table.Get(in value, shape.Kind);
                break;
        }
    }

    private static bool WalkPart(in ValueReader part, ValueShape shape)
    {
        if (!(part.IsNull && shape.IsNullable))
        {
            Walk(in part, shape);
        }

        return part.IsNull;
    }
}
