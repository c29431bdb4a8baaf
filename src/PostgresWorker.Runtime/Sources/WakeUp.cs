namespace PostgresWorker;

/// <summary>How an outbox's readers learn that there is something in it. Nothing depends on it but how soon.</summary>
public enum WakeUp
{
    /// <summary>
    /// They look, at most every <see cref="SourceOptions.PollInterval"/> and more often while there are changes. Works through a pooler that hands out connections by transaction.
    /// </summary>
    Poll,

    /// <summary>
    /// Triggers notify them, by NOTIFY without a payload, and they listen on a connection of their own. Sooner on a quiet database; but Postgres takes a lock of the whole cluster when a transaction
    /// that notifies commits, so that such transactions commit one after another.
    /// </summary>
    Notify,
}
