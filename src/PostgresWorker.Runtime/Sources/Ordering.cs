namespace PostgresWorker;

/// <summary>Which changes of a listener wait for each other.</summary>
public enum Ordering
{
    /// <summary>
    /// Changes of one key (the primary key, or the column of OrderBy) come one after another, in the order of commit; those of other keys beside
    /// them. A change that moves a row from one key to another waits for both.
    /// </summary>
    PerKey,

    /// <summary>Changes of one table come one after another, in the order of commit; those of other tables beside them.</summary>
    PerTable,

    /// <summary>
    /// No change waits for another: two of one row may be handled at the same time, and the later one first. For listeners whose result does not
    /// depend on the order.
    /// </summary>
    None,
}
