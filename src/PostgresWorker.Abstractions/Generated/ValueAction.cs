namespace PostgresWorker.Generated;

/// <summary>Writes a part of a value: an array's element, a range's bound, what is there of a nullable.</summary>
/// <typeparam name="T">What the part is.</typeparam>
/// <param name="writer">Where to write it.</param>
/// <param name="value">The part.</param>
public delegate void ValueAction<in T>(ValueWriter writer, T value);
