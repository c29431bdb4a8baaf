namespace PostgresWorker.Wal;

/// <summary>What is asked of pgoutput; see its <see href="https://www.postgresql.org/docs/current/protocol-logical-replication.html">options</see>.</summary>
/// <param name="Slot">The slot to read.</param>
/// <param name="Publication">What is published.</param>
/// <param name="WantsMessages">Whether messages of pg_logical_emit_message are sent, those of all prefixes.</param>
/// <param name="MaxChangeBytes">How large a message may be to be read.</param>
internal sealed record StreamOptions(string Slot, string Publication, bool WantsMessages, long MaxChangeBytes = int.MaxValue);
