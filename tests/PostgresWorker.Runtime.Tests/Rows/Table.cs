using PostgresWorker.Generated;

namespace PostgresWorker.Tests.Rows;

/// <summary>Layouts and columns for tests of tuples.</summary>
internal static class Table
{
    public static TableName Name { get; } = new("public", "things");

    public static ColumnType Bigint { get; } = new("bigint", 20, 'b', "int8");

    public static ColumnType Integer { get; } = new("integer", 23, 'b', "int4");

    public static ColumnType Text { get; } = new("text", 25, 'b', "text");

    public static ColumnType Interval { get; } = new("interval", 1186, 'b', "interval");

    public static ColumnType Numeric { get; } = new("numeric", 1700, 'b', "numeric");

    public static ColumnType Mood { get; } = new("mood", 16_501, 'e', "mood");

    public static TableLayout Layout(params (string Name, ColumnType Type)[] columns) =>
        new(Name, [.. columns.Select((column, index) => new TableColumn(column.Name, column.Type, IsInIdentity: index == 0, IsInKey: index == 0))]);

    /// <summary>Reads the single value of a row of one column, which is called <c>c</c>.</summary>
    public static object Read(ColumnType type, ColumnKind kind, TupleValue value) => Read(type, kind, value.ToBytes());

    public static object Read(ColumnType type, ColumnKind kind, ReadOnlySpan<byte> tuple)
    {
        var binding = RowBinding.Create(Layout(("c", type)), [new RowColumn("c", "C", kind, IsNullable: false)]);
        var reader = new TupleReader(binding, tuple, default);
        Assert.True(reader.Next(out var slot));
        Assert.Equal(0, slot);
        var read = Get(in reader.Value, kind);
        Assert.False(reader.Next(out _));
        return read;
    }

    /// <summary>Reads every declared column; NULL where it is null.</summary>
    public static object?[] ReadRow(RowBinding binding, RowColumn[] columns, byte[] tuple, byte[]? old = null)
    {
        var reader = new TupleReader(binding, tuple, old);
        var row = new object?[columns.Length];
        while (reader.Next(out var slot))
        {
            row[slot] = reader.IsNull && columns[slot].IsNullable ? null : Get(in reader.Value, columns[slot].Kind);
        }

        return row;
    }

    private static object Get(in ValueReader reader, ColumnKind kind) => kind switch
    {
        ColumnKind.Boolean => reader.GetBoolean(),
        ColumnKind.Int16 => reader.GetInt16(),
        ColumnKind.Int32 => reader.GetInt32(),
        ColumnKind.Int64 => reader.GetInt64(),
        ColumnKind.Single => reader.GetSingle(),
        ColumnKind.Double => reader.GetDouble(),
        ColumnKind.Decimal => reader.GetDecimal(),
        ColumnKind.String => reader.GetString(),
        ColumnKind.Guid => reader.GetGuid(),
        ColumnKind.Bytes => reader.GetBytes(),
        ColumnKind.DateTime => reader.GetDateTime(),
        ColumnKind.DateTimeOffset => reader.GetDateTimeOffset(),
        ColumnKind.DateOnly => reader.GetDateOnly(),
        ColumnKind.TimeOnly => reader.GetTimeOnly(),
        ColumnKind.TimeSpan => reader.GetTimeSpan(),
        ColumnKind.Enum => ReadLabel(in reader),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    // As generated code does: the labels that the C# enum has, or the error.
    private static string ReadLabel(in ValueReader reader) =>
        reader.GetLabel().SequenceEqual("so happy"u8) ? "so happy" : throw reader.UnknownLabel("Mood");
}
