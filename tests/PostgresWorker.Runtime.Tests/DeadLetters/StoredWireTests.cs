using System.Text.Json;
using PostgresWorker.DeadLetters;
using PostgresWorker.Generated;
using PostgresWorker.Sources;

namespace PostgresWorker.Tests.DeadLetters;

/// <summary>What is stored of a layout is all of it: another build reads by it.</summary>
public sealed class StoredWireTests
{
    private static readonly ColumnType Integer = new("integer", 23, 'b', "int4");

    private static readonly TableLayout Layout = new(
        new TableName("public", "things"),
        [
            new TableColumn("id", Integer, IsInIdentity: true, IsInKey: true),
            new TableColumn("odd \"name\"", new ColumnType("place[]", 70001, 'a', "_place") { Oid = 70003, Delimiter = ';', Element = Place() }, IsInIdentity: false, IsInKey: false),
        ],
        ["later"]);

    private static readonly StoredWire Row = new() { Kind = RawChangeKind.Row, RowKind = ChangeKinds.Updated, OldKind = OldTupleKind.Full, Layout = StoredLayouts.Of(Layout) };

    /// <summary>What older builds have stored, word by word.</summary>
    public static TheoryData<string, string> Stored => new()
    {
        {
            "row",
            """
            {"version":1,"kind":"Row","row_kind":"Updated","old_kind":"Full","layout":{"schema":"public","name":"things","columns":[{"name":"id","type":{"name":"integer","base_oid":23,"kind":"b","base_name":"int4","oid":23,"delimiter":","},"is_in_identity":true,"is_in_key":true},{"name":"odd \u0022name\u0022","type":{"name":"place[]","base_oid":70001,"kind":"a","base_name":"_place","oid":70003,"element":{"name":"place","base_oid":70002,"kind":"c","base_name":"place","oid":70002,"delimiter":",","fields":{"schema":"public","name":"place","columns":[{"name":"x","type":{"name":"integer","base_oid":23,"kind":"b","base_name":"int4","oid":23,"delimiter":","}}],"later_columns":[]},"has_dropped_fields":true,"has_all_fields":true},"delimiter":";"}}],"later_columns":["later"]}}
            """
        },
        { "truncate", """{"version":1,"kind":"Truncate","cascade":true,"restart_identity":true,"is_transactional":true,"is_unwanted":true,"outbox":4711,"lane":0}""" },
        { "message", """{"version":1,"kind":"Message","outbox":0,"lane":255}""" },
    };

    [Theory]
    [MemberData(nameof(Stored))]
    public void It_is_written_as_it_always_was(string what, string json)
    {
        var stored = what switch
        {
            "row" => Row,
            "truncate" => new StoredWire { Kind = RawChangeKind.Truncate, Cascade = true, RestartIdentity = true, IsTransactional = true, IsUnwanted = true, Outbox = 4711, Lane = 0 },
            _ => new StoredWire { Kind = RawChangeKind.Message, Lane = 255, Outbox = 0 },
        };
        Assert.Equal(json, StoredWireWriter.ToJson(stored));
        Assert.Equal(json, StoredWireWriter.ToJson(StoredWireReader.Read(json)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"version":1,"kind":"Unheard"}""")]
    [InlineData("""{"version":1,"kind":null}""")]
    [InlineData("""{"version":"1","kind":"Row"}""")]
    [InlineData("""{"version":1,"kind":"Row","layout":{"schema":"public","name":"things"}}""")]
    public void What_is_nothing_of_the_kind_is_no_JSON_of_it(string json) => Assert.ThrowsAny<JsonException>(() => StoredWireReader.Read(json));

    [Fact]
    public void What_a_later_build_has_added_is_passed_over() => Assert.Equal(
        RawChangeKind.Message, StoredWireReader.Read("""{"version":1,"kind":"Message","added":{"later":[1]}}""").Kind);

    [Fact]
    public void Composites_within_composites_are_read_however_deep_they_are()
    {
        var type = new StoredType("integer", 23, 'b', "int4");
        for (var depth = 0; depth < 200; depth++)
        {
            type = new StoredType("nested", 70000, 'c', "nested") { Fields = new StoredLayout("public", "nested", [new StoredColumn("x", type, false, false)], []) };
        }

        var stored = new StoredWire { Kind = RawChangeKind.Row, Layout = new StoredLayout("public", "things", [new StoredColumn("x", type, false, false)], []) };
        var json = StoredWireWriter.ToJson(stored);
        Assert.Equal(json, StoredWireWriter.ToJson(StoredWireReader.Read(json)));
    }

    [Fact]
    public void A_layout_is_read_back_as_it_was_written()
    {
        var read = StoredWireReader.Read(StoredWireWriter.ToJson(Row));
        Assert.Equal((StoredWire.CurrentVersion, RawChangeKind.Row, ChangeKinds.Updated, OldTupleKind.Full), (read.Version, read.Kind, read.RowKind, read.OldKind));
        var layout = StoredLayouts.ToLayout(read.Layout!, ["id", "newer"]);
        Assert.Equal(Layout.Table, layout.Table);
        Assert.Equal(["later", "newer"], layout.LaterColumns.ToArray());
        Assert.Equal(Layout.Columns[0], layout.Columns[0]);
        var (was, type) = (Layout.Columns[1].Type, layout.Columns[1].Type);
        Assert.Equal(("place[]", 70001u, 70003u, 'a', "_place", ';'), (type.Name, type.BaseOid, type.Oid, type.Kind, type.BaseName, type.Delimiter));
        Assert.Equal(was.Element! with { Fields = null }, type.Element! with { Fields = null });
        Assert.Equal(was.Element!.Fields!.Columns.ToArray(), type.Element!.Fields!.Columns.ToArray());
    }

    [Fact]
    public void Any_text_is_made_one_that_the_server_takes()
    {
        // No attribute holds half a character.
        (string Text, string Expected, string Ascii)[] cases = [("plain", "plain", "plain"), ("a\0b", "a\uFFFDb", "a?b"), ("\ud83d\ude00 \ud83d", "\ud83d\ude00 \uFFFD", "?? ?")];
        Assert.All(cases, one => Assert.Equal((one.Expected, one.Ascii), (StorableText.Of(one.Text), StorableText.Ascii(one.Text))));
    }

    private static ColumnType Place() => new("place", 70002, 'c', "place")
    {
        Fields = new TableLayout(new TableName("public", "place"), [new TableColumn("x", Integer, IsInIdentity: false, IsInKey: false)]),
        HasDroppedFields = true,
        HasAllFields = true,
    };
}
