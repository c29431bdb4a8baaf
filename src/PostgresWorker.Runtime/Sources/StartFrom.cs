namespace PostgresWorker;

/// <summary>Where a source begins that has no checkpoint yet. Later starts go on behind the checkpoint, whatever this says.</summary>
public enum StartFrom
{
    /// <summary>Where its slot stands: with what is committed from now on, where the slot is made now.</summary>
    Now,

    /// <summary>With the rows that are there, each as <see cref="Existing{T}"/>, beside what is committed from now on. The tables need a primary key, and the role SELECT on them; over an outbox it needs no right there.</summary>
    Snapshot,

    /// <summary>At <see cref="SourceOptions.StartFromLsn"/>, which the slot must still have. Not over an outbox.</summary>
    Lsn,
}
