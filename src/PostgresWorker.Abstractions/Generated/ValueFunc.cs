namespace PostgresWorker.Generated;

/// <summary>Reads a part of a value: an array's element, a range's bound.</summary>
/// <typeparam name="T">What the part becomes.</typeparam>
/// <param name="value">The part.</param>
public delegate T ValueFunc<out T>(in ValueReader value);
