namespace PostgresWorker;

/// <summary>Everything about a dead letter that people can read.</summary>
/// <param name="Letter">The letter.</param>
/// <param name="Exception">The last failure's exception, with its stack.</param>
/// <param name="Payload">The change as JSON, in the shape of <see cref="EventPayload"/>, with all columns of the table; null where it could not be made.</param>
/// <param name="PayloadNote">What is missing in <paramref name="Payload"/>, and why; null where nothing is.</param>
/// <param name="Actions">What was done about the letter, oldest first.</param>
public sealed record DeadLetterDetails(DeadLetter Letter, string Exception, string? Payload, string? PayloadNote, IReadOnlyList<DeadLetterAction> Actions);
