using PostgresWorker.Generated;

namespace PostgresWorker.Tests.Rows;

/// <summary>As generated: reads an address (street text, no int, tags text[]) into a text.</summary>
internal sealed class AddressReader : RowReader<string>
{
    public static readonly AddressReader Instance = new();

    private static readonly RowColumn[] Declared =
    [
        new("tags", "Tags", ColumnKind.Array, true) { Element = new(ColumnKind.String, false) },
        new("street", "Street", ColumnKind.String, true),
        new("no", "No", ColumnKind.Int32, true),
    ];

    public override ReadOnlySpan<RowColumn> Columns => Declared;

    public override string Read(ref TupleReader tuple)
    {
        string[]? tags = null;
        string? street = null;
        int? no = null;
        while (tuple.Next(out var slot))
        {
            switch (slot)
            {
                case 0:
                    tags = tuple.IsNull ? null : tuple.Value.GetArray(static (in ValueReader element) => element.GetString());
                    break;
                case 1:
                    street = tuple.IsNull ? null : tuple.Value.GetString();
                    break;
                default:
                    no = tuple.IsNull ? null : tuple.Value.GetInt32();
                    break;
            }
        }

        return $"{street ?? "-"}|{no?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "-"}|{(tags is null ? "-" : string.Join(';', tags))}";
    }

    public override void Write(RowWriter writer, string row)
    {
        var parts = row.Split('|');
        writer.Column(0).WriteArray(parts[2].Split(';'), static (element, item) => element.Write(item));
        writer.Column(1).Write(parts[0]);
        writer.Column(2).Write(int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture));
    }
}
