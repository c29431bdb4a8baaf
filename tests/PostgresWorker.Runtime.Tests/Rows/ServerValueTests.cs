using PostgresWorker.Generated;

namespace PostgresWorker.Tests.Rows;

public sealed class ServerValueTests
{
    public static TheoryData<ServerValue> Values => [.. ServerValues.All];

    /// <summary>Pairs of a value and a kind that is not the one made for its type, but holds it.</summary>
    public static TheoryData<string, ColumnKind, object> WiderKinds => new()
    {
        { "'-32768'::smallint", ColumnKind.Int32, -32768 },
        { "'-32768'::smallint", ColumnKind.Int64, -32768L },
        { "'-32768'::smallint", ColumnKind.Decimal, -32768m },
        { "'-2147483648'::integer", ColumnKind.Int64, (long)int.MinValue },
        { "'-2147483648'::integer", ColumnKind.Decimal, (decimal)int.MinValue },
        { "'-9223372036854775808'::bigint", ColumnKind.Decimal, (decimal)long.MinValue },
        { "'0.1'::real", ColumnKind.Double, (double)0.1f },
        { "'1e-45'::real", ColumnKind.Double, (double)1e-45f },
        { "'so happy'::mood", ColumnKind.String, "so happy" },
        { "'24:00:00'::time", ColumnKind.TimeSpan, TimeSpan.FromDays(1) },
        { "'23:59:59.999999'::time", ColumnKind.TimeSpan, TimeSpan.FromDays(1) - TimeSpan.FromMicroseconds(1) },
        { "'0001-01-01 00:00:00+00'::timestamptz", ColumnKind.DateTime, DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc) },
    };

    [Theory]
    [MemberData(nameof(Values), DisableDiscoveryEnumeration = true)]
    public void Binary_form_is_read(ServerValue value) => AssertReads(value, value.Kind, value.Binary, value.Expected);

    [Theory]
    [MemberData(nameof(Values), DisableDiscoveryEnumeration = true)]
    public void Text_form_is_read(ServerValue value) => AssertReads(value, value.Kind, value.TextForm, value.Expected);

    [Theory]
    [MemberData(nameof(Values), DisableDiscoveryEnumeration = true)]
    public void Json_form_is_read(ServerValue value)
    {
        if (IsLostInJson(value))
        {
            return;
        }

        AssertReads(value, () => Table.ReadJson(value.Type, value.Kind, value.JsonRow), value.Expected);
    }

    /// <summary>Whichever way a value comes, its text is the same: what the server's output function writes.</summary>
    [Theory]
    [MemberData(nameof(Values), DisableDiscoveryEnumeration = true)]
    public void String_is_the_text_form_from_text_and_from_Json(ServerValue value)
    {
        Assert.Equal(value.Text, Table.Read(value.Type, ColumnKind.String, value.TextForm));
        if (!IsLostInJson(value))
        {
            Assert.Equal(value.Text, Table.ReadJson(value.Type, ColumnKind.String, value.JsonRow));
        }
    }

    [Theory]
    [MemberData(nameof(WiderKinds), DisableDiscoveryEnumeration = true)]
    public void Wider_kind_reads_both_forms(string sql, ColumnKind kind, object expected)
    {
        var value = ServerValues.Of(sql);
        AssertReads(value, kind, value.Binary, expected);
        AssertReads(value, kind, value.TextForm, expected);
    }

    [Fact]
    public void Every_kind_has_values() =>
        Assert.Equal(
            Enum.GetValues<ColumnKind>().Except([ColumnKind.Array, ColumnKind.List, ColumnKind.Range, ColumnKind.Composite]),
            ServerValues.All.Select(value => value.Kind).Distinct().Order());

    /// <summary>A fixed length is a promise of the type; a value of another one belongs to another column.</summary>
    [Theory]
    [MemberData(nameof(Values), DisableDiscoveryEnumeration = true)]
    public void Binary_value_of_a_wrong_length_is_an_error(ServerValue value)
    {
        if (value.Kind is ColumnKind.String or ColumnKind.Enum or ColumnKind.Bytes or ColumnKind.Memory or ColumnKind.Char
            or ColumnKind.Json or ColumnKind.JsonElement or ColumnKind.JsonDocument)
        {
            return;
        }

        Assert.Throws<RowReadException>(() => Table.Read(value.Type, value.Kind, TupleValue.Binary([.. Convert.FromHexString(value.BinaryHex), 0])));
        Assert.Throws<RowReadException>(() => Table.Read(value.Type, value.Kind, TupleValue.Binary(Convert.FromHexString(value.BinaryHex)[..^1])));
    }

    /// <summary>to_jsonb makes floats numerics, which have no negative zero, and writes json as jsonb.</summary>
    private static bool IsLostInJson(ServerValue value) => value.Text == "-0" || value.TypeOid == 114;

    private static void AssertReads(ServerValue value, ColumnKind kind, TupleValue wire, object expected) =>
        AssertReads(value, () => Table.Read(value.Type, kind, wire), expected);

    private static void AssertReads(ServerValue value, Func<object> reading, object expected)
    {
        if (expected is ServerMisfit misfit)
        {
            var error = Assert.Throws<RowReadException>(reading);
            Assert.Contains(misfit.Because, error.Message, StringComparison.Ordinal);
            Assert.StartsWith($"Column 'c' ({value.Type.Name}) of table public.things: ", error.Message, StringComparison.Ordinal);
            return;
        }

        var read = reading();
        Assert.Equal(expected.GetType(), read.GetType());
        Assert.Equal(Exactly(expected), Exactly(read));
    }

    /// <summary>Equality that also sees a decimal's scale, a DateTime's kind, and the sign of a floating zero.</summary>
    private static object Exactly(object value) => value switch
    {
        decimal number => string.Join(' ', decimal.GetBits(number)),
        DateTime time => (time.Ticks, time.Kind),
        DateTimeOffset time => (time.Ticks, time.Offset),
        float number => BitConverter.SingleToInt32Bits(float.IsNaN(number) ? float.NaN : number),
        double number => BitConverter.DoubleToInt64Bits(double.IsNaN(number) ? double.NaN : number),
        System.Collections.BitArray bits => string.Concat(bits.Cast<bool>().Select(bit => bit ? '1' : '0')),
        PathForm path => $"{path.IsClosed} {string.Join(' ', path.Coordinates)}",
        _ => value,
    };
}
