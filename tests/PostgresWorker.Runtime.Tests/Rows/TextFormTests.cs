using PostgresWorker.Generated;

namespace PostgresWorker.Tests.Rows;

/// <summary>Texts that no server writes with the settings of our connection: each an error, none a wrong value.</summary>
public sealed class TextFormTests
{
    public static TheoryData<uint, ColumnKind, string> Damaged => new()
    {
        { 16, ColumnKind.Boolean, "" },
        { 16, ColumnKind.Boolean, "x" },
        { 16, ColumnKind.Boolean, "true" },
        { 21, ColumnKind.Int16, "32768" },
        { 21, ColumnKind.Int16, "-32769" },
        { 23, ColumnKind.Int32, "2147483648" },
        { 23, ColumnKind.Int32, "" },
        { 23, ColumnKind.Int32, "12x" },
        { 23, ColumnKind.Int32, "1.5" },
        { 20, ColumnKind.Int64, "9223372036854775808" },
        { 700, ColumnKind.Single, "0,1" },
        { 701, ColumnKind.Double, "" },
        { 701, ColumnKind.Double, "1 2" },
        { 2950, ColumnKind.Guid, "00112233445566778899aabbccddeeff" },
        { 2950, ColumnKind.Guid, "00112233-4455-6677-8899-aabbccddeeff0" },
        { 17, ColumnKind.Bytes, "" },
        { 17, ColumnKind.Bytes, "abc\\000" },
        { 17, ColumnKind.Bytes, "\\x0" },
        { 17, ColumnKind.Bytes, "\\x0g" },
        { 17, ColumnKind.Bytes, "\\xg0" },
        { 1082, ColumnKind.DateOnly, "" },
        { 1082, ColumnKind.DateOnly, "11/22/2026" },
        { 1082, ColumnKind.DateOnly, "2026-13-01" },
        { 1082, ColumnKind.DateOnly, "2026-00-01" },
        { 1082, ColumnKind.DateOnly, "2026-01-00" },
        { 1082, ColumnKind.DateOnly, "2026-02-29" },
        { 1082, ColumnKind.DateOnly, "1900-02-29" },
        { 1082, ColumnKind.DateOnly, "2026-04-31" },
        { 1082, ColumnKind.DateOnly, "2026-01-01 00:00:00" },
        { 1083, ColumnKind.TimeOnly, "12:60:00" },
        { 1083, ColumnKind.TimeOnly, "25:00:00" },
        { 1083, ColumnKind.TimeOnly, "12:00" },
        { 1083, ColumnKind.TimeOnly, "12:00:00." },
        { 1083, ColumnKind.TimeOnly, "12:00:00.1234567" },
        { 1083, ColumnKind.TimeSpan, "24:00:00.000001" },
        { 1114, ColumnKind.DateTime, "2026-01-01" },
        { 1114, ColumnKind.DateTime, "2026-01-01T00:00:00" },
        { 1114, ColumnKind.DateTime, "586568-01-01 00:00:00" },
        { 1114, ColumnKind.DateTime, "2026-01-01 9999999999:00:00" },
        { 1184, ColumnKind.DateTimeOffset, "2026-01-01 00:00:00 UTC" },
        { 1184, ColumnKind.DateTimeOffset, "2026-01-01 00:00:00+" },
        { 1184, ColumnKind.DateTimeOffset, "2026-01-01 00:00:00+05:30:00:00" },
        { 1186, ColumnKind.TimeSpan, "" },
        { 1186, ColumnKind.TimeSpan, "1" },
        { 1186, ColumnKind.TimeSpan, "1 week" },
        { 1186, ColumnKind.TimeSpan, "P1D" },
        { 1186, ColumnKind.TimeSpan, "days" },
        { 1186, ColumnKind.TimeSpan, "00:00:00 1 day" },
        { 1186, ColumnKind.TimeSpan, "--00:00:01" },
        { 1186, ColumnKind.TimeSpan, "9999999999:00:00" },
        { 1186, ColumnKind.TimeSpan, "2147483647 days 1 day" },
    };

    [Theory]
    [MemberData(nameof(Damaged))]
    public void Text_that_is_none_of_the_type_is_an_error(uint oid, ColumnKind kind, string text)
    {
        var type = new ColumnType("t", oid, 'b', "t");
        Assert.Throws<RowReadException>(() => Table.Read(type, kind, TupleValue.Text(text)));
    }

    /// <summary>The least of each part, which no literal of SQL says but arithmetic makes.</summary>
    [Fact]
    public void Least_interval_is_an_error_in_both_forms()
    {
        byte[] least = [0x80, 0, 0, 0, 0, 0, 0, 0, 0x80, 0, 0, 0, 0, 0, 0, 0];
        Assert.Throws<RowReadException>(() => Table.Read(Table.Interval, ColumnKind.TimeSpan, TupleValue.Binary(least)));
        Assert.Throws<RowReadException>(() => Table.Read(Table.Interval, ColumnKind.TimeSpan, TupleValue.Text("-2147483648 days -2562047788:00:54.775808")));
    }

    /// <summary>Postgres 17 writes these, as the extremes of all three fields in binary.</summary>
    [Theory]
    [InlineData("infinity", "7fffffffffffffff7fffffff7fffffff")]
    [InlineData("-infinity", "80000000000000008000000080000000")]
    public void Infinite_interval_is_an_error_that_says_so(string text, string binary)
    {
        var fromText = Assert.Throws<RowReadException>(() => Table.Read(Table.Interval, ColumnKind.TimeSpan, TupleValue.Text(text)));
        var fromBinary = Assert.Throws<RowReadException>(() => Table.Read(Table.Interval, ColumnKind.TimeSpan, TupleValue.Binary(Convert.FromHexString(binary))));
        Assert.Contains("infinite", fromText.Message, StringComparison.Ordinal);
        Assert.Equal(fromText.Message, fromBinary.Message);
    }

    [Theory]
    [InlineData("1999-12-31T23:59:59+")]
    [InlineData("1999-12-31T23:59:59+0")]
    public void Timestamp_of_json_that_ends_within_its_offset_is_text_all_the_same(string json) =>
        Assert.Equal(json.Replace('T', ' '), Table.ReadJson(new ColumnType("timestamp with time zone", TypeOids.TimestampTz, 'b', "timestamptz"), ColumnKind.String, $$"""{"c": "{{json}}"}"""));

    [Fact]
    public void Text_that_is_not_Utf8_is_an_error()
    {
        var error = Assert.Throws<RowReadException>(() => Table.Read(Table.Text, ColumnKind.String, TupleValue.Text([0x61, 0xFF])));
        Assert.Contains("not UTF-8", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("02")]
    public void Jsonb_of_another_version_is_an_error(string hex)
    {
        var jsonb = new ColumnType("jsonb", 3802, 'b', "jsonb");
        var error = Assert.Throws<RowReadException>(() => Table.Read(jsonb, ColumnKind.String, TupleValue.Binary(Convert.FromHexString(hex))));
        Assert.Contains("version 1 of jsonb", error.Message, StringComparison.Ordinal);
    }
}
