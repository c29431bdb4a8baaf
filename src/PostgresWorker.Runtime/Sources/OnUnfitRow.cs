namespace PostgresWorker;

/// <summary>What becomes of changes whose table has other columns than their listener's row type declares.</summary>
public enum OnUnfitRow
{
    /// <summary>The source stops with the first of them, unhealthy, and says what does not fit. Nothing is lost: it goes on with that change when a build that fits is started.</summary>
    Halt,

    /// <summary>
    /// They are changes that can't be read, and of that listener alone: dead letters, or what its <see cref="OnExhausted"/> says. A later build reads them when they are replayed.
    /// </summary>
    DeadLetter,
}
