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

    /// <summary>Reads column <c>c</c> of a row that is JSON.</summary>
    public static object ReadJson(ColumnType type, ColumnKind kind, string json)
    {
        var binding = RowBinding.Create(Layout(("c", type)), [new RowColumn("c", "C", kind, IsNullable: false)]);
        var reader = TupleReader.OfJson(binding, System.Text.Encoding.UTF8.GetBytes(json));
        Assert.True(reader.Next(out _));
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

    public static object Get(in ValueReader reader, ColumnKind kind) => kind switch
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
        ColumnKind.Byte => reader.GetByte(),
        ColumnKind.Char => reader.GetChar(),
        ColumnKind.BigInteger => reader.GetBigInteger(),
        ColumnKind.Memory => reader.GetMemory().ToArray(),
        ColumnKind.Interval => reader.GetInterval(),
        ColumnKind.IPAddress => reader.GetIPAddress(),
        ColumnKind.IPNetwork => reader.GetIPNetwork(),
        ColumnKind.Inet => reader.GetInet(),
        ColumnKind.Cidr => reader.GetCidr(),
        ColumnKind.PhysicalAddress => reader.GetPhysicalAddress(),
        ColumnKind.BitArray => reader.GetBitArray(),
        ColumnKind.Lsn => reader.GetLsn(),
        ColumnKind.JsonElement => new JsonForm(reader.GetJsonElement().GetRawText()),
        ColumnKind.JsonDocument => new JsonForm(reader.GetJsonDocument().RootElement.GetRawText()),
        ColumnKind.Json => $"A={reader.GetRequiredJson(PointContext.Default.Point).A}",
        ColumnKind.Hstore => reader.GetHstore(),
        ColumnKind.Path => ReadPath(in reader),
        ColumnKind.Point or ColumnKind.Line or ColumnKind.LSeg or ColumnKind.Box or ColumnKind.Polygon or ColumnKind.Circle => reader.GetCoordinates(),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static PathForm ReadPath(in ValueReader reader)
    {
        var path = reader.GetPath();
        return new PathForm(!path.IsOpen, path.Coordinates);
    }

    // As generated code does: the labels that the C# enum has, or the error.
    private static string ReadLabel(in ValueReader reader) =>
        reader.GetLabel().SequenceEqual("so happy"u8) ? "so happy" : throw reader.UnknownLabel("Mood");
}
