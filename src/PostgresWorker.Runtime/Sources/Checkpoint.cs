namespace PostgresWorker;

/// <summary>Where a source remembers how far it has come.</summary>
public enum Checkpoint
{
    /// <summary>
    /// In table <c>postgres_worker.checkpoints</c>, written before the server hears of it. A slot that was lost, made anew or moved by somebody else is
    /// noticed, and listeners that take a transaction take effect exactly once.
    /// </summary>
    Table,

    /// <summary>
    /// In the slot alone, for roles that may write nothing. What the slot forgets is forgotten: changes can be missed unnoticed when
    /// somebody drops or moves it, and come again after a crash of the server. Listeners that take a transaction are refused.
    /// </summary>
    SlotOnly,
}
