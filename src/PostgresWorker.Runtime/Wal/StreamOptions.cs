namespace PostgresWorker.Wal;

/// <summary>What is asked of pgoutput; see its <see href="https://www.postgresql.org/docs/current/protocol-logical-replication.html">options</see>.</summary>
/// <param name="Slot">The slot to read.</param>
/// <param name="Publication">What is published.</param>
/// <param name="Messages">What messages are wanted for.</param>
/// <param name="MaxChangeBytes">How large a message may be to be read.</param>
internal sealed record StreamOptions(string Slot, string Publication, MessageUse Messages, long MaxChangeBytes = int.MaxValue);
