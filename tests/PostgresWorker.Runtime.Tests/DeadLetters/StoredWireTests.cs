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

    [Fact]
    public void A_layout_is_read_back_as_it_was_written()
    {
        var stored = new StoredWire { Kind = RawChangeKind.Row, RowKind = ChangeKinds.Updated, OldKind = OldTupleKind.Full, Layout = StoredLayouts.Of(Layout) };
        var json = JsonSerializer.Serialize(stored, StoredJson.Default.StoredWire);
        var read = JsonSerializer.Deserialize(json, StoredJson.Default.StoredWire)!;
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
