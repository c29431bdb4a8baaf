using PostgresWorker.Generators.Model;

namespace PostgresWorker.Generators.Emission;

/// <summary>Writes the bodies of the methods that make Npgsql's types, which the abstractions do not know: the project that names them does.</summary>
internal static class NpgsqlEmitter
{
    private const string Point = "global::NpgsqlTypes.NpgsqlPoint";

    public static bool Makes(ColumnKind kind) => kind is
        ColumnKind.Interval or ColumnKind.Inet or ColumnKind.Cidr or ColumnKind.Point or ColumnKind.Line or ColumnKind.LSeg or
        ColumnKind.Box or ColumnKind.Path or ColumnKind.Polygon or ColumnKind.Circle or ColumnKind.Range;

    public static void Write(CodeWriter code, ValueModel value, RowMembers members) => code.Lines(value.Kind switch
    {
        ColumnKind.Interval => $"""
            var interval = value.GetInterval();
            return new {value.Type}(interval.Months, interval.Days, interval.Microseconds);
            """,
        ColumnKind.Inet or ColumnKind.Cidr => $"""
            var network = value.Get{value.Kind}();
            return new {value.Type}(network.Address, network.Netmask);
            """,
        ColumnKind.Range => $"""
            var range = value.GetRange<{value.Element!.AnnotatedType}>({ValueEmitter.Func(value.Element, members, "bound")});
            return range.IsEmpty
                ? {value.Type}.Empty
                : new {value.Type}(
                    range.Lower{Forgiven(value.Element)},
                    range.LowerIsInclusive,
                    range.LowerIsInfinite,
                    range.Upper{Forgiven(value.Element)},
                    range.UpperIsInclusive,
                    range.UpperIsInfinite);
            """,
        ColumnKind.Path => $$"""
            var path = value.GetPath();
            var points = new {{value.Type}}(path.Coordinates.Length / 2, path.IsOpen);
            {{Points("path.Coordinates")}}
            """,
        ColumnKind.Polygon => $$"""
            var coordinates = value.GetCoordinates();
            var points = new {{value.Type}}(coordinates.Length / 2);
            {{Points("coordinates")}}
            """,
        _ => $"""
            var coordinates = value.GetCoordinates();
            return new {value.Type}({Arguments(value.Kind)});
            """,
    });

    private static string Points(string coordinates) => $$"""
        for (var i = 0; i < {{coordinates}}.Length; i += 2)
        {
            points.Add(new {{Point}}({{coordinates}}[i], {{coordinates}}[i + 1]));
        }

        return points;
        """;

    // A box is written as its upper right corner and its lower left one; the constructor asks for top, right, bottom, left.
    private static string Arguments(ColumnKind kind) => kind switch
    {
        ColumnKind.Point => "coordinates[0], coordinates[1]",
        ColumnKind.Box => "coordinates[1], coordinates[0], coordinates[3], coordinates[2]",
        ColumnKind.LSeg => "coordinates[0], coordinates[1], coordinates[2], coordinates[3]",
        _ => "coordinates[0], coordinates[1], coordinates[2]",
    };

    private static string Forgiven(ValueModel bound) => bound.IsReference ? "!" : "";
}
