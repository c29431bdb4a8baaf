namespace PostgresWorker.ThrowAway;

/// <summary>A throw-away server could not be found, made, started or stopped.</summary>
/// <param name="message">What failed, and the way out.</param>
/// <param name="inner">The cause, where there is one.</param>
public sealed class ThrowAwayPostgresException(string message, Exception? inner = null) : Exception(message, inner);
