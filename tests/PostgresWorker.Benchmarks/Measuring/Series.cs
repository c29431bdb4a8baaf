using System.Globalization;

namespace PostgresWorker.Benchmarks;

/// <summary>One figure over all rounds.</summary>
/// <param name="values">A value for each round.</param>
internal sealed class Series(params double[] values)
{
    private readonly double[] _sorted = [.. values.Order()];

    public bool IsNothing => double.IsNaN(_sorted[0]);

    public double Median => (_sorted[(_sorted.Length - 1) / 2] + _sorted[_sorted.Length / 2]) / 2;

    public double Least => _sorted[0];

    public double Most => _sorted[^1];

    /// <summary>The ratios of neighbours: what was measured in one round, for each round.</summary>
    public Series To(Series yardstick) => new([.. values.Zip(yardstick.Values, static (value, other) => value / other)]);

    private double[] Values => values;

    /// <summary>Median (least to most), to three digits.</summary>
    public override string ToString() => IsNothing ? "" : $"{Text(Median)} ({Text(Least)} to {Text(Most)})";

    private static string Text(double value) => Math.Abs(value) switch
    {
        >= 100 => value.ToString("N0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("F1", CultureInfo.InvariantCulture),
        >= 0.1 or 0 => value.ToString("F2", CultureInfo.InvariantCulture),
        _ => value.ToString("F4", CultureInfo.InvariantCulture),
    };
}
