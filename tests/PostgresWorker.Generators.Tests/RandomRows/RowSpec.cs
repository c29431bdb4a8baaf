using System.Text;
using PostgresWorker.Generated;

namespace PostgresWorker.Generators.Tests.RandomRows;

/// <summary>How a random row type is made.</summary>
internal enum RowShape
{
    Record,
    RecordStruct,
    Settable,
    Init,
    Required,
    Struct,
    PrimaryConstructor,
    MixedRecord,
    Inherited,
}

/// <summary>A row type, or a composite's, with a value of each column.</summary>
/// <param name="Shape">How it is made.</param>
/// <param name="Columns">The columns in the order of the C# type.</param>
/// <param name="Rotation">Where the table begins with them.</param>
/// <param name="Undeclared">What the table has besides, or null.</param>
internal sealed record RowSpec(RowShape Shape, IReadOnlyList<ColumnSpec> Columns, int Rotation, ColumnSpec? Undeclared)
{
    /// <summary>The columns in the order of the wire.</summary>
    private IEnumerable<ColumnSpec> Wire => Columns.Skip(Rotation).Concat(Undeclared is null ? [] : [Undeclared]).Concat(Columns.Take(Rotation));

    public TableLayout Layout => new(new TableName("public", "random"), [.. Wire.Select(static column =>
        new TableColumn(column.Column, column.Type.Postgres, IsInIdentity: true, IsInKey: false))]);

    public string Rendered => RandomRows.Rendered.Fields(Columns.Select(static column => (column.Property.TrimStart('@'), column.Rendered)));

    public byte[] Tuple(bool isBinary) => [.. Wire.SelectMany(column => Sample.Column(column.Value, isBinary))];

    public byte[] Json => Encoding.UTF8.GetBytes(JsonText.Object(Wire.Select(static column => (column.Column, column.Value?.Json ?? "null"))));

    /// <summary>What is written of the row: the declared columns.</summary>
    public string Written => JsonText.Object(Columns.Select(static column => (column.Column, column.Value?.Written ?? "null")));

    /// <summary>The same value as a field of a composite type.</summary>
    public Sample Composite() => new(
        Rendered,
        [.. Bytes.Int32(Wire.Count()), .. Wire.SelectMany(static column => (byte[])[.. Bytes.Int32((int)column.Type.Postgres.BaseOid), .. Bytes.Part(column.Value)])],
        $"({string.Join(',', Wire.Select(static column => Field(column.Value)))})",
        Encoding.UTF8.GetString(Json))
    {
        Lossy = Written,
    };

    // FsCheck writes all rows of a failed run; the one that failed is in the exception.
    public override string ToString() => Shape.ToString();

    private static string Field(Sample? value)
    {
        if (value is null)
        {
            return "";
        }

        var isPlain = value.Text.Length > 0 && value.Text.IndexOfAny(['(', ')', ',', '"', '\\', ' ', '\n']) < 0;
        return isPlain ? value.Text : $"\"{value.Text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
