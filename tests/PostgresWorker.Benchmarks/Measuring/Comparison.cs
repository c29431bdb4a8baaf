using System.Globalization;
using System.Text;
using System.Text.Json;

namespace PostgresWorker.Benchmarks;

/// <summary>What a benchmark has measured: a line of JSON for each figure and ratio, and a table of them.</summary>
/// <param name="Name">The benchmark.</param>
/// <param name="Unit">What all measure.</param>
/// <param name="Yardsticks">How many, from the first, the others are compared with.</param>
/// <param name="Rounds">How often each was measured.</param>
/// <param name="Names">The measurements.</param>
/// <param name="Measured">Of each measurement, each round.</param>
internal sealed record Comparison(string Name, string Unit, int Yardsticks, int Rounds, string[] Names, Measured[][] Measured)
{
    public IEnumerable<string> Lines() => Names.SelectMany((name, i) => Figures(i)
        .Select(figure => Line(figure.Name.Length == 0 ? name : $"{name}.{figure.Name}", figure.Unit, figure.Series))
        .Concat(Ratios(i).Select(ratio => Line(ratio.Figure.Length == 0 ? $"{name}/{ratio.To}" : $"{name}.{ratio.Figure}/{ratio.To}", "ratio", ratio.Series))));

    /// <summary>A table for people: measurements are rows; figures, and then what they are to the yardsticks, columns.</summary>
    public string Table()
    {
        var figures = Figures(0);
        var ratios = Ratios(Names.Length - 1);
        var text = new StringBuilder();
        AppendRow(text, [$"`{Name}`, {Rounds} rounds: median (least to most)", .. figures.Select(static figure => figure.Name.Length == 0 ? figure.Unit : $"{figure.Name}, {figure.Unit}"), .. ratios.Select(static ratio => ratio.Title)]);
        AppendRow(text, Enumerable.Repeat("---", 1 + figures.Count + ratios.Count));
        for (var i = 0; i < Names.Length; i++)
        {
            var own = Ratios(i);
            AppendRow(text, [Names[i], .. Figures(i).Select(static figure => figure.Series.ToString()), .. ratios.Select(ratio => own.FirstOrDefault(one => one.Title == ratio.Title)?.Series.ToString() ?? "")]);
        }

        return text.ToString();
    }

    private List<Figure> Figures(int measurement) =>
    [
        new("", Unit, new Series(Array.ConvertAll(Measured[measurement], static one => one.Value)), true),
        .. Measured[measurement][0].Beside.Select((figure, place) => new Figure(figure.Name, figure.Unit, new Series(Array.ConvertAll(Measured[measurement], one => one.Beside[place].Value)), figure.IsCompared)),
    ];

    private List<Ratio> Ratios(int measurement) =>
    [
        .. from figure in Figures(measurement).Select((figure, place) => (figure, place))
           where figure.figure.IsCompared
           from yardstick in Enumerable.Range(0, Math.Min(Yardsticks, measurement))
           let ratio = new Ratio(figure.figure.Name, Names[yardstick], figure.figure.Series.To(Figures(yardstick)[figure.place].Series))
           where !ratio.Series.IsNothing
           select ratio,
    ];

    private string Line(string figure, string unit, Series series)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("benchmark", Name);
            json.WriteString("figure", figure);
            json.WriteString("unit", unit);
            json.WriteNumber("rounds", Rounds);
            foreach (var (name, value) in new[] { ("median", series.Median), ("min", series.Least), ("max", series.Most) })
            {
                json.WritePropertyName(name);
                json.WriteRawValue(!double.IsFinite(value) ? "null" : value.ToString("G4", CultureInfo.InvariantCulture) is var text && text.Contains('E', StringComparison.Ordinal) ? value.ToString("F0", CultureInfo.InvariantCulture) : text);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void AppendRow(StringBuilder text, IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    private sealed record Figure(string Name, string Unit, Series Series, bool IsCompared);

    private sealed record Ratio(string Figure, string To, Series Series)
    {
        public string Title => Figure.Length == 0 ? $"to {To}" : $"{Figure} to {To}";
    }
}
