using PostgresWorker.Generated;

namespace PostgresWorker.Tests.Rows;

/// <summary>Messages end up in logs, where the data of rows must not be.</summary>
public sealed class ErrorMessageTests
{
    private const string Secret = "4929-secret-1234";

    public static TheoryData<uint, ColumnKind> Readers => new()
    {
        { 16, ColumnKind.Boolean },
        { 21, ColumnKind.Int16 },
        { 23, ColumnKind.Int32 },
        { 20, ColumnKind.Int64 },
        { 700, ColumnKind.Single },
        { 701, ColumnKind.Double },
        { 1700, ColumnKind.Decimal },
        { 2950, ColumnKind.Guid },
        { 17, ColumnKind.Bytes },
        { 1114, ColumnKind.DateTime },
        { 1184, ColumnKind.DateTimeOffset },
        { 1082, ColumnKind.DateOnly },
        { 1083, ColumnKind.TimeOnly },
        { 1083, ColumnKind.TimeSpan },
        { 1186, ColumnKind.TimeSpan },
        { 25, ColumnKind.Enum },
    };

    [Theory]
    [MemberData(nameof(Readers))]
    public void Text_that_does_not_fit_is_not_repeated(uint oid, ColumnKind kind)
    {
        var type = new ColumnType("t", oid, 'b', "t");
        var error = Assert.Throws<RowReadException>(() => Table.Read(type, kind, TupleValue.Text(Secret)));
        AssertSilent(error, "4929", "secret", "1234");
    }

    /// <summary>Values that are well-formed but beyond the property's range are as private as any.</summary>
    [Theory]
    [MemberData(nameof(ServerValueTests.Values), MemberType = typeof(ServerValueTests), DisableDiscoveryEnumeration = true)]
    public void Value_beyond_the_range_is_not_repeated(ServerValue value)
    {
        if (value.Text is "24:00:00" or "" or "null" or "-1" || value.Text.EndsWith("nfinity", StringComparison.Ordinal))
        {
            return; // The message names the limit, which is the value.
        }

        foreach (var form in new[] { value.Binary, value.TextForm })
        {
            var error = Record.Exception(() => Table.Read(value.Type, value.Kind, form));
            if (error is not null && value.Text is not "NaN")
            {
                AssertSilent(error, value.Text);
            }
        }
    }

    [Fact]
    public void Text_that_is_not_Utf8_is_not_repeated() =>
        AssertSilent(Assert.Throws<RowReadException>(() => Table.Read(Table.Text, ColumnKind.String, TupleValue.Text([.. "secret"u8, 0xFF]))), "secret", "FF");

    /// <summary>A label of a Postgres enum stands in the catalog: it is named, for it is what the C# enum lacks.</summary>
    [Fact]
    public void Unknown_label_of_a_Postgres_enum_is_named()
    {
        var error = Assert.Throws<RowReadException>(() => Table.Read(Table.Mood, ColumnKind.Enum, TupleValue.Text("livid")));
        Assert.Contains("the label 'livid' is none of Mood; add the member", error.Message, StringComparison.Ordinal);
    }

    private static void AssertSilent(Exception error, params string[] pieces)
    {
        Assert.All(pieces, piece => Assert.DoesNotContain(piece, error.Message, StringComparison.OrdinalIgnoreCase));
        Assert.Null(error.InnerException);
    }
}
