namespace PostgresWorker.DeadLetters;

/// <summary>What became of a change could not be written: the change is not finished, and is tried again.</summary>
internal sealed class LetterWriteException(Exception error) : Exception("A dead letter could not be written.", error)
{
    /// <summary>How long the change waits then.</summary>
    public static TimeSpan Delay { get; } = TimeSpan.FromSeconds(1);
}
