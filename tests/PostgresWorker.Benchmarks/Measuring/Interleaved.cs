using System.Diagnostics;

namespace PostgresWorker.Benchmarks;

/// <summary>
/// Measurements that are compared with each other, taken in turn (A B C A B C) in one run, so that whatever else the machine does befalls all.
/// </summary>
/// <param name="Name">The name, for the lines and the table.</param>
/// <param name="Unit">What all measure.</param>
/// <param name="Rounds">How often each is measured.</param>
/// <param name="Measurements">What is measured, the yardstick first.</param>
internal sealed record Interleaved(string Name, string Unit, int Rounds, params (string Name, Func<Task<Measured>> MeasureAsync)[] Measurements)
{
    /// <summary>Measurements of one figure each.</summary>
    public Interleaved(string name, string unit, int rounds, params (string Name, Func<Task<double>> MeasureAsync)[] measurements)
        : this(name, unit, rounds, Array.ConvertAll(measurements, static measurement => (measurement.Name, One(measurement.MeasureAsync))))
    {
    }

    /// <summary>Whether each is measured once more, for nothing, before it counts: what is compiled and pooled at first use.</summary>
    public bool WarmsUp { get; init; } = true;

    /// <summary>How many, from the first, the others are compared with.</summary>
    public int Yardsticks { get; init; } = 1;

    /// <summary>Puts away what the measurements have in common.</summary>
    public Func<Task> EndAsync { get; init; } = static () => Task.CompletedTask;

    public async Task<Comparison> RunAsync()
    {
        try
        {
            foreach (var (_, measureAsync) in WarmsUp ? Measurements : [])
            {
                await measureAsync().ConfigureAwait(false);
            }

            var measured = Array.ConvertAll(Measurements, _ => new Measured[Rounds]);
            for (var round = 0; round < Rounds; round++)
            {
                for (var i = 0; i < Measurements.Length; i++)
                {
                    measured[i][round] = await Measurements[i].MeasureAsync().ConfigureAwait(false);
                    await Console.Error.WriteLineAsync($"{Name}, round {round + 1} of {Rounds}: {Measurements[i].Name} {Text(measured[i][round])}").ConfigureAwait(false);
                }
            }

            return new Comparison(Name, Unit, Yardsticks, Rounds, Array.ConvertAll(Measurements, static measurement => measurement.Name), measured);
        }
        finally
        {
            await EndAsync().ConfigureAwait(false);
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

    private string Text(Measured one) => string.Join(", ", one.Beside.Select(static figure => FormattableString.Invariant($"{figure.Name} {figure.Value:G4} {figure.Unit}")).Prepend(FormattableString.Invariant($"{one.Value:G5} {Unit}")));
}
