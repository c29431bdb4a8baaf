namespace PostgresWorker.Generated;

/// <summary>A geometric path.</summary>
/// <param name="Coordinates">x and y of each point.</param>
/// <param name="IsOpen">Whether the last point is not joined with the first.</param>
public readonly record struct PathValue(double[] Coordinates, bool IsOpen);
