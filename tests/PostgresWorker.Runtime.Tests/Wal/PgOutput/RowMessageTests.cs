using PostgresWorker.Generated;
using PostgresWorker.Tests.Rows;
using PostgresWorker.Wal.PgOutput;

namespace PostgresWorker.Tests.Wal.PgOutput;

public sealed class RowMessageTests
{
    private static readonly TupleValue[] Row = [TupleValue.Text("1"), TupleValue.Binary(0xFF), TupleValue.Null, TupleValue.Unchanged, TupleValue.Text("")];

    private static readonly TupleValue[] OldRow = [TupleValue.Text("old"), TupleValue.Null];

    [Fact]
    public void Insert_has_the_new_row()
    {
        var insert = PgOutputDecoder.Insert(new MessageBuilder('I').Int32(4_000_000_000).Byte('N').Tuple(Row).ToBytes());
        Assert.Equal(4_000_000_000, insert.RelationId);
        AssertTuple(Row, insert.New);
    }

    [Fact]
    public void Update_has_the_new_row_alone_where_the_key_stays()
    {
        var update = PgOutputDecoder.Update(new MessageBuilder('U').Int32(1).Byte('N').Tuple(Row).ToBytes());
        Assert.Equal(1u, update.RelationId);
        Assert.Equal(OldTupleKind.None, update.OldKind);
        AssertTuple([], update.Old);
        AssertTuple(Row, update.New);
    }

    [Theory]
    [InlineData('K', OldTupleKind.Key)]
    [InlineData('O', OldTupleKind.Full)]
    public void Update_has_the_old_row_before_the_new(char letter, OldTupleKind kind)
    {
        var update = PgOutputDecoder.Update(new MessageBuilder('U').Int32(1).Byte(letter).Tuple(OldRow).Byte('N').Tuple(Row).ToBytes());
        Assert.Equal(kind, update.OldKind);
        AssertTuple(OldRow, update.Old);
        AssertTuple(Row, update.New);
    }

    [Theory]
    [InlineData('K', OldTupleKind.Key)]
    [InlineData('O', OldTupleKind.Full)]
    public void Delete_has_the_old_row(char letter, OldTupleKind kind)
    {
        var delete = PgOutputDecoder.Delete(new MessageBuilder('D').Int32(1).Byte(letter).Tuple(OldRow).ToBytes());
        Assert.Equal(1u, delete.RelationId);
        Assert.Equal(kind, delete.OldKind);
        AssertTuple(OldRow, delete.Old);
    }

    [Fact]
    public void Row_may_have_no_columns() => AssertTuple([], PgOutputDecoder.Insert(new MessageBuilder('I').Int32(1).Byte('N').Tuple().ToBytes()).New);

    [Fact]
    public void Decoded_row_is_what_TupleReader_takes()
    {
        var columns = new RowColumn[] { new("note", "Note", ColumnKind.String, IsNullable: false), new("id", "Id", ColumnKind.Int64, IsNullable: false) };
        var binding = RowBinding.Create(Table.Layout(("id", Table.Bigint), ("note", Table.Text)), columns);
        var insert = PgOutputDecoder.Insert(new MessageBuilder('I').Int32(1).Byte('N').Tuple(TupleValue.Text("7"), TupleValue.Text("x")).ToBytes());
        Assert.Equal(["x", 7L], Table.ReadRow(binding, columns, insert.New.Columns.ToArray()));
    }

    [Fact]
    public void Insert_of_another_tuple_is_an_error() =>
        AssertMalformed("Field 'tuple kind' of the pgoutput message Insert is not N", new MessageBuilder('I').Int32(1).Byte('K').Tuple(Row));

    [Fact]
    public void Delete_of_a_new_row_is_an_error() =>
        AssertMalformed("Field 'tuple kind' of the pgoutput message Delete is neither K nor O", new MessageBuilder('D').Int32(1).Byte('N').Tuple(Row));

    [Fact]
    public void Update_of_an_unknown_tuple_is_an_error() =>
        AssertMalformed("Field 'tuple kind' of the pgoutput message Update", new MessageBuilder('U').Int32(1).Byte('X').Tuple(Row));

    [Theory]
    [InlineData('K')]
    [InlineData('O')]
    public void Update_with_two_old_rows_is_an_error(char second) =>
        AssertMalformed("or the new tuple does not follow the old", new MessageBuilder('U').Int32(1).Byte('K').Tuple(OldRow).Byte(second).Tuple(Row));

    [Fact]
    public void Update_with_only_an_old_row_is_an_error() =>
        AssertMalformed("Field 'tuple kind' of the pgoutput message Update needs 1 bytes and 0 are left", new MessageBuilder('U').Int32(1).Byte('K').Tuple(OldRow));

    [Fact]
    public void Column_of_an_unknown_format_is_an_error_that_names_the_tuple() =>
        AssertMalformed("Field 'new tuple' of the pgoutput message Insert has a column, number 2 of 2,", new MessageBuilder('I').Int32(1).Byte('N').Int16(2).Byte('n').Byte('x'));

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    public void Value_longer_than_the_message_is_an_error(int length) =>
        AssertMalformed($"Field 'old tuple' of the pgoutput message Delete needs {length} bytes and 1 are left", new MessageBuilder('D').Int32(1).Byte('K').Int16(1).Byte('b').Int32(length).Byte(0));

    private static void AssertTuple(TupleValue[] expected, TupleData actual)
    {
        Assert.Equal(expected.Length, actual.ColumnCount);
        Assert.Equal(TupleValue.Tuple(expected), actual.Columns.ToArray());
    }

    private static void AssertMalformed(string because, MessageBuilder message) =>
        Assert.Contains(because, Assert.Throws<PgOutputException>(() => Decoded.Any(message.ToBytes())).Message, StringComparison.Ordinal);
}
