using System.Buffers;
using System.Text;
using PostgresWorker.Dispatch;
using PostgresWorker.Generated;

namespace PostgresWorker.Tests.Outbox;

public sealed class JsonTupleTests
{
    private static readonly TableLayout Layout = new(
        new TableName("public", "t"),
        [Column("id", TypeOids.Int8, "int8"), Column("note", TypeOids.Text, "text"), Column("data", TypeOids.Jsonb, "jsonb")]);

    [Fact]
    public void Values_stand_in_the_order_of_the_columns_whatever_that_of_the_members() =>
        Assert.Equal(["j 7", "s a\"b", "j {\"x\":1}"], Write("""{"data":{"x":1},"unknown":[1,[2]],"note":"a\"b","id":7}"""));

    [Fact]
    public void What_is_not_there_or_null_is_null_and_of_json_the_null_is_kept() =>
        Assert.Equal(["n", "n", "j null"], Write("""{"note":null,"data":null}"""));

    [Theory]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("{\"id\":1")]
    [InlineData("{\"note\":\"\\ud800\"}")]
    public void What_is_no_row_is_refused(string json) => Assert.Throws<FormatException>(() => Write(json));

    private static TableColumn Column(string name, uint oid, string type) => new(name, new ColumnType(type, oid, 'b', type), IsInIdentity: true, IsInKey: name == "id");

    private static List<string> Write(string json)
    {
        var into = new ArrayBufferWriter<byte>();
        JsonTuple.Write(Layout, Encoding.UTF8.GetBytes(json), into);
        var rest = into.WrittenSpan;
        List<string> values = [];
        while (!rest.IsEmpty)
        {
            var value = WireTuple.Take(ref rest);
            values.Add($"{value.Format} {Encoding.UTF8.GetString(value.Bytes)}".TrimEnd());
        }

        return values;
    }
}
