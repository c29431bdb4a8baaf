namespace PostgresWorker.Benchmarks;

/// <summary>What one round of a measurement gives.</summary>
/// <param name="Value">What is compared.</param>
/// <param name="Beside">What was measured with it, always the same figures.</param>
internal sealed record Measured(double Value, params Measured.Figure[] Beside)
{
    /// <summary>One more figure.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Unit">What it is counted in.</param>
    /// <param name="Value">How much; not a number where this measurement has none.</param>
    internal sealed record Figure(string Name, string Unit, double Value)
    {
        /// <summary>Whether it is compared with the yardsticks' too.</summary>
        public bool IsCompared { get; init; }
    }
}
