using PostgresWorker.Generators.Model;

namespace PostgresWorker.Generators.Emission;

/// <summary>Writes the bodies of the methods that write Npgsql's types, the other way round from <see cref="NpgsqlEmitter"/>.</summary>
internal static class NpgsqlWriteEmitter
{
    public static void Write(CodeWriter code, ValueModel value, RowMembers members) => code.Lines(value.Kind switch
    {
        ColumnKind.Interval => "writer.WriteInterval(value.Months, value.Days, value.Time);",
        ColumnKind.Inet or ColumnKind.Cidr => "writer.WriteInet(value.Address, value.Netmask);",
        ColumnKind.Range => $"""
            writer.WriteRange<{value.Element!.AnnotatedType}>(
                value.IsEmpty,
                value.LowerBound,
                value.LowerBoundIsInclusive,
                value.LowerBoundInfinite,
                value.UpperBound,
                value.UpperBoundIsInclusive,
                value.UpperBoundInfinite,
                {ValueWriteEmitter.Func(value.Element, members, "bound")});
            """,
        ColumnKind.Path => Points("coordinates, value.Open"),
        ColumnKind.Polygon => Points("coordinates"),
        _ => $"writer.WriteCoordinates(new[] {{ {Coordinates(value.Kind)} }});",
    });

    private static string Points(string arguments) => $$"""
        var coordinates = new double[2 * value.Count];
        for (var i = 0; i < value.Count; i++)
        {
            coordinates[2 * i] = value[i].X;
            coordinates[(2 * i) + 1] = value[i].Y;
        }

        writer.WriteCoordinates({{arguments}});
        """;

    private static string Coordinates(ColumnKind kind) => kind switch
    {
        ColumnKind.Point => "value.X, value.Y",
        ColumnKind.Line => "value.A, value.B, value.C",
        ColumnKind.LSeg => "value.Start.X, value.Start.Y, value.End.X, value.End.Y",
        ColumnKind.Box => "value.Right, value.Top, value.Left, value.Bottom",
        _ => "value.X, value.Y, value.Radius",
    };
}
