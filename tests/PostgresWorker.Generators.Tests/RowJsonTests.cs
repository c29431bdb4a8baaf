using System.Globalization;
using System.Text.Json;
using PostgresWorker.Generated;
using PostgresWorker.Generators.Tests.Harness;
using PostgresWorker.Generators.Tests.RandomRows;
using Tuple = PostgresWorker.Generators.Tests.Harness.Tuple;

namespace PostgresWorker.Generators.Tests;

/// <summary>Each kind of value as JSON: what is generated for it writes what an untyped listener gets.</summary>
public sealed class RowJsonTests
{
    public static TheoryData<int, string, string> Indexes() => RowValueTests.Indexes();

    [Theory]
    [MemberData(nameof(Indexes))]
    public void Is_written_as_an_untyped_listener_gets_it(int index, string csharp, string postgres)
    {
        var (type, text) = (PostgresType.Named(postgres), RowValueTests.Cases[index].Text);
        var reader = Reader(index);
        var layout = RowValueTests.Layout(type, "plain nullable missing kept absent");
        var value = Text(text);
        byte[] tuple = [.. value, .. value, (byte)'n', .. value, (byte)'u'];

        var written = WrittenRow.Of(reader, layout, tuple);

        // A string is a string, whatever the type.
        var json = csharp == "string" ? JsonText.Of(text) : Untyped(layout, tuple);
        var expected = JsonElement.Parse($$"""{"plain":{{json}},"nullable":{{json}},"missing":null,"kept":{{json}}}""");
        Assert.Equal(JsonSerializer.Serialize(expected), JsonSerializer.Serialize(written));
    }

    [Theory]
    [MemberData(nameof(Indexes))]
    public void Is_as_a_key_the_text_that_an_untyped_listener_gets(int index, string csharp, string postgres)
    {
        var (type, text) = (PostgresType.Named(postgres), RowValueTests.Cases[index].Text);
        var layout = new TableLayout(new TableName("public", "rows"), [new TableColumn("plain", type, IsInIdentity: true, IsInKey: true), .. RowValueTests.Layout(type, "nullable missing kept absent").Columns]);
        var value = Text(text);

        var written = WrittenRow.PayloadOf(Reader(index), layout, [.. value, .. value, (byte)'n', .. value, (byte)'u']);

        // The context of a type writes no spaces.
        Assert.Equal(csharp.StartsWith("Settings", StringComparison.Ordinal) ? text.Replace(": ", ":", StringComparison.Ordinal).Replace(", ", ",", StringComparison.Ordinal) : text, written.Data.NewId);
    }

    [Fact]
    public void Json_in_a_string_is_embedded()
    {
        var index = Array.FindIndex(RowValueTests.Cases, static one => one.CSharp == "string");
        var value = Text("{\"a\": 1.50}");
        var layout = RowValueTests.Layout(PostgresType.Named("jsonb"), "plain nullable missing kept absent");

        var written = WrittenRow.Of(Reader(index), layout, [.. value, .. value, (byte)'n', .. value, (byte)'u']);

        Assert.Equal("{\"a\":1.50}", written.GetProperty("plain").GetRawText());
    }

    [Fact]
    public void What_can_t_be_asked_of_a_row_is_left_out()
    {
        var shop = new Project("""
            namespace Shop;
            public sealed class Order
            {
                private string? _secret;
                public long Id { get; set; }
                public string? Secret { set => _secret = value; }
                public string? Hidden { private get; set; }
                [Obsolete("Ask nobody.", true)] public string? Old => _secret;
                public override string ToString() => $"{_secret}{Hidden}";
            }
            public sealed record Line(long Id, [property: Obsolete("No more.", true)] string? Old, [property: Obsolete] string? Older);
            public static class Listeners
            {
                [PostgresListener("orders")] public static void On(Change<Order> change) { }
                [PostgresListener("lines")] public static void OnLine(Change<Line> change) { }
            }
            """).Load().Register();

        var layout = new TableLayout(new TableName("public", "rows"), [.. "id secret hidden old older".Split(' ').Select(static name =>
            new TableColumn(name, PostgresType.Named("text") is var text && name == "id" ? PostgresType.Named("int8") : text, IsInIdentity: true, IsInKey: name == "id"))]);
        Assert.Equal(
            ["""{"id":7,"older":"x"}""", """{"id":7}"""],
            shop.Routes.Select(route => Json(route, layout)));
    }

    [Fact]
    public void A_property_that_is_more_nullable_than_the_constructors_parameter_is_written_without_a_warning() => new Project(JsonProject.Options, ("Listeners.cs", """
        using NpgsqlTypes;
        namespace Shop;
        public enum Status { Placed }
        [PostgresComposite] public sealed record Place(string City);
        [PostgresComposite] public readonly record struct Page<T>(T Text);
        public sealed class Order(
            Page<string> page, Page<string>? last, Page<string>[] pages, Unchanged<string[]> labels,
            string id, string[] tags, List<string?> more, Place place, Place[] places, Status[] states, NpgsqlRange<int>[] ranges, Unchanged<string> large, Dictionary<string, string?> extra)
        {
            public Page<string?> Page => new(page.Text);
            public Page<string?>? Last => last is { } one ? new(one.Text) : null;
            public Page<string?>[]? Pages => pages is null ? null : [];
            public Unchanged<string?[]?> Labels => labels!;
            public string? Id => id;
            public string?[]? Tags => tags;
            public List<string> More => more!;
            public Place? Place => place;
            public Place?[]? Places => places;
            public Status[]? States => states;
            public NpgsqlRange<int>[]? Ranges => ranges;
            public Unchanged<string?> Large => large!;
            public Dictionary<string, string?>? Extra => extra;
        }
        public static class Listeners { [PostgresListener("orders")] public static void On(Change<Order> change) { } }
        """)).ExpectMarkedDiagnostics();

    [Theory]
    [InlineData(OldTupleKind.None, "null", "")]
    [InlineData(OldTupleKind.Full, """{"id":6}""", "6")]
    public void A_struct_that_is_the_default_is_told_from_no_old_row(OldTupleKind kind, string old, string oldId)
    {
        var route = new Project("""
            namespace Shop;
            public readonly record struct Order(long Id);
            public static class Listeners { [PostgresListener("orders")] public static void On(Change<Order> change) { } }
            """).Load().Register().Routes[0];
        var layout = new TableLayout(new TableName("public", "orders"), [new TableColumn("id", PostgresType.Named("int8"), IsInIdentity: true, IsInKey: true)]);
        var image = new RowImage(kind, kind == OldTupleKind.None ? default : Text("6"), Text("7"));

        dynamic change = route.Read(ChangeKinds.Updated, RowBinding.Create(layout, route.Columns), image, Tuple.Context);
        var json = JsonElement.Parse((string)change.ToJson());

        Assert.Equal($$$"""{"old_id":"{{{oldId}}}","new_id":"7","old":{{{old}}},"new":{"id":7}}""", json.GetProperty("data").GetRawText());
    }

    private static byte[] Text(string text) => Sample.Column(new Sample("", [], text, ""), isBinary: false);

    private static string Json(ListenerRoute route, TableLayout layout)
    {
        byte[] tuple = [.. Text("7"), .. Text("x"), .. Text("x"), .. Text("x"), .. Text("x")];
        dynamic change = route.Read(ChangeKinds.Inserted, RowBinding.Create(layout, route.Columns), new RowImage(OldTupleKind.None, default, tuple), Tuple.Context);
        return EventPayload.Parse((string)change.ToJson()).Data.New!.Value.GetRawText();
    }

    private static RowReader Reader(int index) =>
        (RowReader)RowValueTests.Rows.Value.GetType($"Random.Row{index.ToString(CultureInfo.InvariantCulture)}RowReader", throwOnError: true)!.GetField("Instance")!.GetValue(null)!;

    private static string Untyped(TableLayout layout, byte[] tuple)
    {
        var route = new PayloadListenerRoute("On", "shop", layout.Table, needsServices: false, static (_, _, _) => default);
        var image = new RowImage(OldTupleKind.None, default, tuple);
        var change = (PayloadChange)route.Read(ChangeKinds.Inserted, RowBinding.Create(layout, []), image, Tuple.Context);
        return EventPayload.Parse(change.Payload.ToJson()).Data.New!.Value.GetProperty("plain").GetRawText();
    }
}
