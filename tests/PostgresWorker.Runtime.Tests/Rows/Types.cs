using PostgresWorker.Generated;

namespace PostgresWorker.Tests.Rows;

/// <summary>Types that are made of others, as the catalog tells them.</summary>
internal static class Types
{
    private const uint Own = 17_000;

    public static ColumnType Real { get; } = new("real", 700, 'b', "float4");

    public static ColumnType Bool { get; } = new("boolean", 16, 'b', "bool");

    public static ColumnType Timestamp { get; } = new("timestamp without time zone", 1114, 'b', "timestamp");

    public static ColumnType Jsonb { get; } = new("jsonb", 3802, 'b', "jsonb");

    public static ColumnType Box { get; } = new("box", 603, 'b', "box");

    /// <summary>A domain over integer.</summary>
    public static ColumnType Positive { get; } = Table.Integer with { Name = "positive", Oid = Own };

    public static ColumnType IntRange { get; } = new("int4range", 3904, 'r', "int4range") { Element = Table.Integer };

    public static ColumnType TimestampRange { get; } = new("tsrange", 3908, 'r', "tsrange") { Element = Timestamp };

    public static ColumnType TextRange { get; } = new("textrange", Own + 1, 'r', "textrange") { Element = Table.Text };

    public static ColumnType IntMultirange { get; } = new("int4multirange", 4451, 'm', "int4multirange") { Element = IntRange };

    public static ColumnType Address { get; } = Composite("address", ("street", Table.Text), ("no", Table.Integer), ("tags", Array(Table.Text)));

    public static ColumnType Array(ColumnType element, char delimiter = ',') =>
        new($"{element.Name}[]", Own + 500 + element.Oid, 'a', $"_{element.BaseName}") { Element = element, Delimiter = delimiter };

    public static ColumnType Composite(string name, params (string Name, ColumnType Type)[] fields) => new(name, Own + 2, 'c', name)
    {
        Fields = new TableLayout(
            new TableName("public", name),
            [.. fields.Select(field => new TableColumn(field.Name, field.Type, IsInIdentity: false, IsInKey: false))]),
    };

    public static RowColumn Column(ColumnKind kind, bool isNullable = false) => new("c", "C", kind, isNullable);

    public static ValueShape Shape(ColumnKind kind, bool isNullable = false) => new(kind, isNullable);

    /// <summary>Reads column <c>c</c> from the binary, text or JSON form, whichever is given.</summary>
    public static T Read<T>(ColumnType type, RowColumn column, ValueFunc<T> read, string? hex = null, string? text = null, string? json = null)
    {
        var binding = RowBinding.Create(Table.Layout(("c", type)), [column]);
        var tuple = (hex is null ? text is null ? default : TupleValue.Text(text) : TupleValue.Binary(Convert.FromHexString(hex)))?.ToBytes();
        var reader = json is null ? new TupleReader(binding, tuple, default) : TupleReader.OfJson(binding, System.Text.Encoding.UTF8.GetBytes($"{{\"c\": {json}}}"));
        Assert.True(reader.Next(out _));
        var value = read(in reader.Value);
        Assert.False(reader.Next(out _));
        return value;
    }

    public static string Error<T>(ColumnType type, RowColumn column, ValueFunc<T> read, string? hex = null, string? text = null, string? json = null) =>
        Assert.Throws<RowReadException>(() => Read(type, column, read, hex, text, json)).Message;
}
