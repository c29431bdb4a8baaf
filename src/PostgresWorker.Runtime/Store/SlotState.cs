namespace PostgresWorker.Store;

/// <summary>A slot as <see href="https://www.postgresql.org/docs/current/view-pg-replication-slots.html">pg_replication_slots</see> has it.</summary>
/// <param name="Confirmed">confirmed_flush_lsn: the server sends what is committed from here on; null while the slot is being made.</param>
/// <param name="IsLost">wal_status is lost: WAL that it needs was removed.</param>
/// <param name="IsActive">Somebody reads from it.</param>
internal sealed record SlotState(Lsn? Confirmed, bool IsLost, bool IsActive);
