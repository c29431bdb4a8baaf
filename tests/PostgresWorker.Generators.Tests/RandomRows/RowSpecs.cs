using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using PostgresWorker.Generated;

namespace PostgresWorker.Generators.Tests.RandomRows;

/// <summary>Random rows: columns, types, nullability, constructor, and a value for each column.</summary>
internal static class RowSpecs
{
    private const int Deepest = 2;

    private static readonly (string Property, string Column)[] Names =
    [
        ("Id", "id"), ("CustomerId", "customer_id"), ("URLPath", "url_path"), ("@class", "class"), ("@event", "event"), ("tuple", "tuple"), ("Slot", "slot"),
        ("Value", "value"), ("Element", "element"), ("IsOpen", "is_open"), ("Address2Line", "address2line"), ("Größe", "größe"), ("Instance", "instance"), ("@await", "await"),
    ];

    private static readonly CompositeFormat[] Collections =
    [
        CompositeFormat.Parse("{0}[]"), CompositeFormat.Parse("List<{0}>"), CompositeFormat.Parse("IReadOnlyList<{0}>"), CompositeFormat.Parse("IEnumerable<{0}>"), CompositeFormat.Parse("IList<{0}>"),
    ];

    private static readonly IReadOnlyList<TypeSpec> Scalars = [.. ScalarSpecs.All, .. TimeSpecs.All, .. OtherSpecs.All];

    private static readonly TypeSpec[] Ranges =
        [.. new[] { ScalarSpecs.Int32, ScalarSpecs.Int64, ScalarSpecs.Decimal, TimeSpecs.Timestamp, TimeSpecs.Date }.Select(WholeSpecs.Range)];

    /// <summary>Any row.</summary>
    public static Gen<RowSpec> All => Rows(Deepest);

    private static Gen<RowSpec> Rows(int depth) =>
        from shape in Gen.Elements(Enum.GetValues<RowShape>())
        from names in Gen.Shuffle(Names)
        from count in Gen.Choose(1, depth == Deepest ? 8 : 4)
        from columns in Gen.CollectToArray(names.Take(count), name => Columns(name, depth, isField: depth < Deepest))
        from rotation in Gen.Choose(0, count)
        from undeclared in Gen.Frequency((1, Gen.Constant<ColumnSpec?>(null)), (1, Columns(("Undeclared", "undeclared"), 0, isField: true).Select(static column => (ColumnSpec?)column)))
        select new RowSpec(shape, columns, rotation, undeclared);

    private static Gen<ColumnSpec> Columns((string Property, string Column) name, int depth, bool isField) =>
        from type in Types(depth)
        from isNullable in Gen.Elements(true, false)
        from value in isNullable ? WholeSpecs.Nullable(type.Values) : type.Values.Select(static value => (Sample?)value)
        from column in Gen.Frequency((4, Gen.Constant<string?>(null)), (1, Gen.Elements<string?>("Order \"Line\"", "ünï {0}", "x\\y")))
        from acceptsUnchanged in Gen.Frequency((9, Gen.Constant(false)), (isField ? 0 : 1, Gen.Constant(true)))
        select new ColumnSpec(name.Property, column is null ? name.Column : $"{column}{name.Column}", type, isNullable, value)
        {
            IsNamed = column is not null,
            AcceptsUnchanged = acceptsUnchanged,
        };

    private static Gen<TypeSpec> Types(int depth) => depth == 0
        ? Gen.Elements<TypeSpec>([.. Scalars])
        : Gen.Frequency(
            (6, Gen.Elements<TypeSpec>([.. Scalars])),
            (3, from element in Elements(depth - 1) from isNullable in Gen.Elements(true, false) from form in Gen.Elements(Collections) select WholeSpecs.Array(element, isNullable, form)),
            (1, Gen.Elements(Ranges)),
            (1, from range in Gen.Elements(Ranges) select WholeSpecs.Multirange(range)),
            (2, Composites(depth - 1)));

    private static Gen<TypeSpec> Elements(int depth) => Gen.Frequency(
        (6, Gen.Elements<TypeSpec>([.. Scalars.Where(static type => type.CSharp("") != "byte")])),
        (1, Gen.Elements(Ranges)),
        (depth > 0 ? 3 : 0, Composites(depth)));

    /// <summary>A composite has one shape and many values: the columns' types stay, their values are drawn anew.</summary>
    private static Gen<TypeSpec> Composites(int depth) =>
        from row in Rows(depth)
        select new TypeSpec(
            static name => $"{name.Replace("@", "", StringComparison.Ordinal)}Composite",
            new ColumnType("composite", ScalarSpecs.FirstOfDatabase + 5, 'c', "composite") { Fields = row.Layout },
            from values in Gen.CollectToArray(row.Columns, Again)
            select (row with { Columns = values }).Composite())
        {
            Declarations = name => Declaration(row, $"{name.Replace("@", "", StringComparison.Ordinal)}Composite"),
        };

    private static Gen<ColumnSpec> Again(ColumnSpec column) =>
        from value in column.IsNullable ? WholeSpecs.Nullable(column.Type.Values) : column.Type.Values.Select(static value => (Sample?)value)
        select column with { Value = value };

    private static string Declaration(RowSpec row, string name) =>
        $"{string.Concat(row.Columns.Select(column => column.Declarations(name)))}{Marked(RowSource.Type(row, name), name)}\n";

    // The mark belongs to the type itself and not to its base.
    private static string Marked(string type, string name)
    {
        var lines = type.Split('\n');
        lines[^1] = $"[PostgresComposite] {lines[^1].TrimStart()}";
        return string.Join('\n', lines);
    }
}
