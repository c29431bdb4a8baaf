using System.Buffers;
using System.Text;
using System.Text.Json;
using PostgresWorker.Generated;
using PostgresWorker.Generated.Payloads;
using static PostgresWorker.Tests.Rows.Types;

namespace PostgresWorker.Tests.Rows;

/// <summary>Composites in the JSON of untyped listeners. Where ALTER TYPE came between, the names of a value's fields are not known, and its text stands for it.</summary>
public sealed class PayloadRecordTests
{
    [Theory]
    [InlineData("(a,7,{x})", """{"street":"a","no":7,"tags":["x"]}""")]
    [InlineData("(,,)", """{"street":null,"no":null,"tags":null}""")]
    public void It_is_an_object_of_its_fields(string text, string expected) => Assert.Equal(expected, Write(Address, text));

    [Fact]
    public void Fields_added_since_are_null()
    {
        Assert.Equal("""{"street":"a","no":7,"tags":null}""", Write(Address, "(a,7)"));
        Assert.Equal("\"(a,7)\"", Write(Address with { HasAllFields = true }, "(a,7)"));
    }

    [Fact]
    public void More_fields_than_the_type_has_are_its_text() => Assert.Equal("\"(a,7,{x},8)\"", Write(Address, "(a,7,{x},8)"));

    /// <summary>One dropped and another added: count and types are the same, and the fields are not.</summary>
    [Theory]
    [InlineData("(a,7,{x})")]
    [InlineData("(a,7)")]
    [InlineData("(,,)")]
    public void It_is_its_text_where_fields_may_have_been_dropped_since(string text)
    {
        var altered = Address with { HasDroppedFields = true };
        Assert.Equal($"\"{text}\"", Write(altered, text));
        Assert.Equal($"\"{text}\"", Write(altered with { HasAllFields = true }, text));
        Assert.Equal($"{{\"id\":1,\"address\":\"{text}\"}}", Write(Composite("parcel", ("id", Table.Integer), ("address", altered)), $"(1,\"{text}\")"));
    }

    private static string Write(ColumnType type, string text)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            PayloadValue.Write(json, type, Encoding.UTF8.GetBytes(text));
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
