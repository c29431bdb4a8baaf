using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace PostgresWorker.Benchmarks;

/// <summary>
/// Measurements that are compared with each other, taken in turn (A B C A B C) in one process, so that whatever else the machine does befalls all. Prints a line of JSON for each, and for the ratio of each to those before it.
/// </summary>
/// <param name="Name">The name, for <c>--filter</c> and for the lines.</param>
/// <param name="Unit">What all measure.</param>
/// <param name="Rounds">How often each is measured.</param>
/// <param name="Measurements">What is measured, the baseline first.</param>
internal sealed record Interleaved(string Name, string Unit, int Rounds, params (string Name, Func<Task<Measured>> MeasureAsync)[] Measurements)
{
    /// <summary>Measurements of one figure each.</summary>
    public Interleaved(string name, string unit, int rounds, params (string Name, Func<Task<double>> MeasureAsync)[] measurements)
        : this(name, unit, rounds, Array.ConvertAll(measurements, static measurement => (measurement.Name, One(measurement.MeasureAsync))))
    {
    }

    /// <summary>Whether each is measured once more, for nothing, before it counts: what is compiled and pooled at first use.</summary>
    public bool WarmsUp { get; init; } = true;

    public async Task RunAsync(TextWriter output)
    {
        foreach (var (_, measureAsync) in WarmsUp ? Measurements : [])
        {
            await measureAsync().ConfigureAwait(false);
        }

        var values = Array.ConvertAll(Measurements, _ => new Measured[Rounds]);
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < Measurements.Length; i++)
            {
                values[i][round] = await Measurements[i].MeasureAsync().ConfigureAwait(false);
                var beside = string.Concat(values[i][round].Beside.Select(figure => string.Create(CultureInfo.InvariantCulture, $", {figure.Value:G3} {figure.Unit} {figure.Name}")));
                await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{Name}, round {round + 1}: {Measurements[i].Name} {values[i][round].Value:F0} {Unit}{beside}")).ConfigureAwait(false);
            }
        }

        for (var i = 0; i < Measurements.Length; i++)
        {
            Write(output, Measurements[i].Name, Unit, Array.ConvertAll(values[i], static one => one.Value));
            for (var beside = 0; beside < values[i][0].Beside.Length; beside++)
            {
                Write(output, $"{Measurements[i].Name}.{values[i][0].Beside[beside].Name}", values[i][0].Beside[beside].Unit, Array.ConvertAll(values[i], one => one.Beside[beside].Value));
            }

            for (var before = 0; before < i; before++)
            {
                Write(output, $"{Measurements[i].Name}/{Measurements[before].Name}", "ratio", [.. values[i].Zip(values[before], static (b, a) => b.Value / a.Value)]);
            }
        }
    }

    /// <summary>How many of something happen in a second, measured over <paramref name="time"/>.</summary>
    public static async Task<double> RateAsync(TimeSpan time, Func<CancellationToken, Task> runAsync, Func<long> count)
    {
        using var over = new CancellationTokenSource(time);
        var (since, before) = (Stopwatch.GetTimestamp(), count());
        await runAsync(over.Token).ConfigureAwait(false);
        return (count() - before) / Stopwatch.GetElapsedTime(since).TotalSeconds;
    }

    private static Func<Task<Measured>> One(Func<Task<double>> measureAsync) => async () => new Measured(await measureAsync().ConfigureAwait(false));

    private void Write(TextWriter output, string figure, string unit, double[] values)
    {
        Array.Sort(values);
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("benchmark", Name);
            json.WriteString("figure", figure);
            json.WriteString("unit", unit);
            json.WriteNumber("rounds", Rounds);
            foreach (var (name, value) in new[] { ("median", (values[(Rounds - 1) / 2] + values[Rounds / 2]) / 2), ("min", values[0]), ("max", values[^1]) })
            {
                json.WritePropertyName(name);
                json.WriteRawValue(value.ToString("G4", CultureInfo.InvariantCulture) is var text && text.Contains('E', StringComparison.Ordinal) ? value.ToString("F0", CultureInfo.InvariantCulture) : text);
            }

            json.WriteEndObject();
        }

        output.WriteLine(System.Text.Encoding.UTF8.GetString(buffer.ToArray()));
    }
}
