namespace PostgresWorker.DeadLetters;

/// <summary>A dead letter can't be delivered by this build; it stays one.</summary>
internal sealed class LetterRefusedException(string reason) : Exception(reason);
