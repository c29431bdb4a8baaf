using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace PostgresWorker.Benchmarks;

/// <summary>
/// A measurement and what it is compared with, taken in turn (A B A B) in one process, so that whatever else the machine does befalls both. Prints a line of JSON for each figure.
/// </summary>
/// <param name="Name">The name, for <c>--filter</c> and for the lines.</param>
/// <param name="Unit">What both measure.</param>
/// <param name="Rounds">How often each is measured.</param>
/// <param name="Baseline">What is compared with, and its measurement.</param>
/// <param name="Compared">What is compared, and its measurement.</param>
internal sealed record Interleaved(string Name, string Unit, int Rounds, (string Name, Func<Task<double>> MeasureAsync) Baseline, (string Name, Func<Task<double>> MeasureAsync) Compared)
{
    public async Task RunAsync(TextWriter output)
    {
        // Once each for nothing: what is compiled and pooled at first use.
        await Baseline.MeasureAsync().ConfigureAwait(false);
        await Compared.MeasureAsync().ConfigureAwait(false);
        double[] baseline = new double[Rounds], compared = new double[Rounds];
        for (var round = 0; round < Rounds; round++)
        {
            baseline[round] = await Baseline.MeasureAsync().ConfigureAwait(false);
            compared[round] = await Compared.MeasureAsync().ConfigureAwait(false);
        }

        Write(output, Baseline.Name, Unit, baseline);
        Write(output, Compared.Name, Unit, compared);
        Write(output, $"{Compared.Name}/{Baseline.Name}", "ratio", [.. compared.Zip(baseline, static (b, a) => b / a)]);
    }

    /// <summary>How many of something happen in a second, measured over <paramref name="time"/>.</summary>
    public static async Task<double> RateAsync(TimeSpan time, Func<CancellationToken, Task> runAsync, Func<long> count)
    {
        using var over = new CancellationTokenSource(time);
        var (since, before) = (Stopwatch.GetTimestamp(), count());
        await runAsync(over.Token).ConfigureAwait(false);
        return (count() - before) / Stopwatch.GetElapsedTime(since).TotalSeconds;
    }

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
